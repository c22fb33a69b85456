namespace Actors.Services.Brokers;

/// <summary>What a desk wants to be done.</summary>
internal abstract record DeskEffect;

/// <summary>Send a run to a host.</summary>
internal sealed record SendRun(string Host, long Registration, long Number, CallRecord Call) : DeskEffect;

/// <summary>Tell a client, by its path.</summary>
internal sealed record SendReply(string Client, CallReply Reply) : DeskEffect;

/// <summary>Tell a client which calls are known here.</summary>
internal sealed record SendKnown(string Client, IReadOnlyList<KnownCall> Calls) : DeskEffect;

/// <param name="Id">A call that is here.</param>
/// <param name="Remaining">By what its method declares; zero: as its client thinks.</param>
internal readonly record struct KnownCall(CallId Id, TimeSpan Remaining);

/// <summary>Ask a host for calls that it may not have begun.</summary>
internal sealed record SendAskBack(string Host, long Registration, long Number, IReadOnlyList<CallId> Calls) : DeskEffect;

internal sealed record SendStop(string Host, long Registration, CallId Call) : DeskEffect;

/// <param name="Host">Who holds the call.</param>
/// <param name="Call">Which.</param>
/// <param name="Client">Who is to get its reply first.</param>
/// <param name="Remaining">How long the last of those that wait does; zero: for ever.</param>
internal sealed record SendProlong(string Host, CallId Call, string Client, TimeSpan Remaining) : DeskEffect;

/// <summary>What is kept goes to the service's new broker.</summary>
internal sealed record SendKept(string Broker, HandKept Message) : DeskEffect;

/// <summary>Calls that are on their way to the service's new broker are cancelled.</summary>
internal sealed record PassCancel(string Broker, IReadOnlyList<CallId> Calls) : DeskEffect;

/// <summary>Have a host send a reply again.</summary>
internal sealed record SendRepeat(string Host, CallId Call, string Client, bool IsRepeatable) : DeskEffect
{
    /// <summary>Instead of a client's path.</summary>
    public const string ToBroker = "";
}

/// <param name="Host">Which.</param>
/// <param name="Registration">Its.</param>
/// <param name="Report">The number of the report that this answers; 0: none.</param>
internal sealed record SendAccepted(string Host, long Registration, long Report) : DeskEffect;

/// <summary>The host is to register, here or with the broker that is the right one.</summary>
internal sealed record SendDismissed(string Host, long Registration) : DeskEffect;

/// <summary>Answer a question for a kept reply.</summary>
internal sealed record ShowReply(ReplyAsker Asker, ReplyState State, CallReply? Reply) : DeskEffect;

/// <summary>Who asks for a kept reply.</summary>
internal sealed record ReplyAsker(string Client, ulong Request);
