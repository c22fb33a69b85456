using Actors.Services;
using Google.Protobuf;

namespace Actors.Tests.Services.Simulation;

/// <summary>A call that the world plans, and what has become of it.</summary>
internal sealed class CallSpec
{
    public required CallId Id { get; init; }

    public required string Method { get; init; }

    /// <summary>The argument of the method that has a limit for each of its values.</summary>
    public string Customer { get; init; } = "";

    public string LimitKey { get; init; } = "";

    public string? Key { get; init; }

    public TimeSpan Timeout { get; init; }

    public TimeSpan Keep { get; init; }

    public TimeSpan? CancelAfter { get; init; }

    /// <summary>What its host has to be; empty: anything.</summary>
    public string Label { get; init; } = "";

    /// <summary>Where it had better run; empty: anywhere.</summary>
    public string Near { get; init; } = "";

    public int Priority { get; init; }

    public TimeSpan Takes { get; init; }

    /// <summary>Neither its arguments nor its result fit a message.</summary>
    public bool IsLarge { get; init; }

    /// <summary>The method stops when it is told to.</summary>
    public bool Listens { get; init; }

    public bool IsRepeatable => Method != "Once";

    public bool WasCancelled { get; set; }

    public bool IsAccepted { get; set; }

    public CallReply? Reply { get; set; }

    public SimulatedClient? Client { get; private set; }

    public void Made(SimulatedClient client) => Client = client;

    public ByteString Arguments => ByteString.CopyFromUtf8($"[1,\"{Customer}\"]");

    public ServiceCall ToMessage() => new()
    {
        CallId = Id.ToWire(),
        Method = Method,
        Arguments = Arguments,
        Large = IsLarge ? new LargeArguments { PositionalBytes = Arguments.Length } : null,
        RemainingMs = (long)Timeout.TotalMilliseconds,
        KeepMs = (long)Keep.TotalMilliseconds,
        LimitKey = LimitKey,
        Priority = Priority,
        Placement = PlacementOf(),
    };

    private CallPlacement? PlacementOf() => Label.Length + Near.Length == 0 ? null : new CallPlacement
    {
        Labels = { (string[])(Label.Length > 0 ? [Label] : []) },
        Near = { (NearHost[])(Near.Length > 0 ? [new NearHost { Host = Near, Weight = 1 }] : []) },
    };

    public override string ToString() => $"{Id} {Method} {Key} {Customer} {Label} timeout {Timeout.TotalSeconds:0.#} takes {Takes.TotalMilliseconds:0} keep {Keep.TotalSeconds:0.#}{(IsLarge ? " large" : "")}";
}
