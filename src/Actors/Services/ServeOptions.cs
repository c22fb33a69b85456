namespace Actors.Services;

/// <summary>How an object is served.</summary>
public sealed record ServeOptions
{
    /// <summary>Calls that run at a time in this program. Default: one for each processor. Objects that are not safe for use by several threads want 1, or a pool of their like.</summary>
    public int Concurrency { get; init; } = Environment.ProcessorCount;

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
}
