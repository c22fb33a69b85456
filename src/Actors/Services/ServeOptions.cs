namespace Actors.Services;

/// <summary>How an object is served.</summary>
public sealed record ServeOptions
{
    /// <summary>
    /// Calls that run at a time in this program. Null: 1 of a single object, which need not be made for several threads; of a pool as many as there are processors, and it has so many objects.
    /// More than 1 for a single object says that its methods may be called by several threads at the same time.
    /// </summary>
    public int? Concurrency { get; init; }

    /// <summary>Told to whoever lists services.</summary>
    public string Version { get; init; } = "";

    /// <summary>For calls that ask for <see cref="CallOptions.Labels"/>. In a member of the cluster, labels among its node's roles are added by themselves. At most 50.</summary>
    public IReadOnlyCollection<string> Labels { get; init; } = [];

    /// <summary>Calls of the service that run at a time, on all hosts together. 0: no limit.</summary>
    public int MaxRunning { get; init; }

    /// <summary>The same for calls of one <see cref="CallOptions.LimitKey"/>. 0: no limit.</summary>
    public int MaxRunningPerKey { get; init; }

    /// <summary>Calls of the service that begin a second. 0: no limit.</summary>
    public double MaxPerSecond { get; init; }

    /// <summary>The same for calls of one <see cref="CallOptions.LimitKey"/>. 0: no limit.</summary>
    public double MaxPerSecondPerKey { get; init; }

    /// <summary>Calls of the service that wait for a host; more are refused as <see cref="ErrorCodes.Overloaded"/>. 0: as many as the broker bears, <c>actors.services.broker.max-queued</c>.</summary>
    public int MaxQueued { get; init; }
}
