namespace Actors.Dataflow;

/// <summary>How one actor of a flow runs; the same keys, in kebab case, are in flow files.</summary>
public sealed record FlowActorOptions
{
    /// <summary>The default of the origin: enough to keep both ends of an edge busy, little enough to notice a slow one.</summary>
    public const int DefaultQueue = 500;

    /// <summary>Events that may wait on each edge into this actor, before who sends them has to wait: 1 to 100,000.</summary>
    public int Queue { get; init; } = DefaultQueue;

    /// <summary>Events that are handled at the same time, interleaved where a module awaits. 1, the default, keeps strict order.</summary>
    public int Concurrency { get; init; } = 1;

    /// <summary>How often an event that failed is tried again before it goes to the error outbox: 0 to 100.</summary>
    public int Rescue { get; init; }

    /// <summary>How long to wait before each of these.</summary>
    public TimeSpan RescuePause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long one event may take; then its token is set, and when the module gives up it is an error event of the kind <see cref="FlowErrorKind.Timeout"/>. Null: as long as it takes.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>What becomes of the module after it failed with an event.</summary>
    public FailurePolicy OnFailure { get; init; } = FailurePolicy.Resume;

    /// <summary>When the edges into this actor give room back; see <see cref="EdgeDelivery"/>.</summary>
    public EdgeDelivery Delivery { get; init; } = EdgeDelivery.AtMostOnce;

    /// <summary>
    /// Runs on a node of the cluster with this role: the one with the fewest actors of the flow. If that node is lost, the actor begins anew on another one. Null: in the process of the director.
    /// </summary>
    public string? Role { get; init; }

    /// <summary>Called with each event before the module; a result of null drops it. Only in programs, not in files.</summary>
    public Func<FlowEvent, FlowEvent?>? Before { get; init; }

    /// <summary>Called with each event that the module sends, errors apart; a result of null drops it. Only in programs, not in files.</summary>
    public Func<FlowEvent, FlowEvent?>? After { get; init; }
}

/// <summary>What becomes of a module after it failed with an event. The events that wait for it are kept in any case.</summary>
public enum FailurePolicy
{
    /// <summary>It goes on with the next event.</summary>
    Resume,

    /// <summary>It is disposed of, and a new one made.</summary>
    Restart,

    /// <summary>The whole flow is stopped, in order.</summary>
    Stop,
}
