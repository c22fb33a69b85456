using Actors.Links;

namespace Actors.Services.Hosts;

/// <summary>What one host serves, and how.</summary>
internal sealed record ServiceHostPlan
{
    /// <summary>Unique for good.</summary>
    public required string Host { get; init; }

    public required string Service { get; init; }

    public string Version { get; init; } = "";

    public required ServiceShape Shape { get; init; }

    /// <summary>Its own, besides those of its node.</summary>
    public IReadOnlyCollection<string> Labels { get; init; } = [];

    public required ICallee Callee { get; init; }

    public required HostTerms Terms { get; init; }

    public required CallThreads Threads { get; init; }

    public required TimeProvider Time { get; init; }

    public required int MaxReplyBytes { get; init; }

    public required LinkSettings Link { get; init; }

    /// <summary>Completed when a broker has taken the host up.</summary>
    public TaskCompletionSource Registered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completed when it has ended; failed when it has failed.</summary>
    public TaskCompletionSource Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
