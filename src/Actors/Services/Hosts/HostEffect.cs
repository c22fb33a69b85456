namespace Actors.Services.Hosts;

/// <summary>What a host's table wants to be done.</summary>
internal abstract record HostEffect;

/// <summary>Put it into the queue of the threads that run calls.</summary>
internal sealed record RunHeld(HeldCall Call) : HostEffect;

/// <summary>Get its arguments from its client.</summary>
internal sealed record FetchFor(HeldCall Call) : HostEffect;

/// <summary>Its large arguments are not needed any more.</summary>
internal sealed record DropFor(HeldCall Call) : HostEffect;

internal sealed record ReplyTo(string Client, CallReply Reply) : HostEffect;

internal sealed record ReportTo(HostReport Report) : HostEffect;

/// <summary>Register with whichever broker is the one of the service; these calls are held already.</summary>
internal sealed record AskToRegister(long Registration, IReadOnlyList<HeldCall> Held) : HostEffect;

/// <summary>Nothing is held any more, and nothing more will come.</summary>
internal sealed record HostIsEmpty : HostEffect;
