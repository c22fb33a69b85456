using System.Collections.Immutable;

namespace Actors.Services.Deployment.Planning;

/// <summary>What a plan remembers of a service from step to step. A new home begins with nothing, and finds the rest in what the workers say.</summary>
internal sealed record PlanState
{
    public static PlanState Empty { get; } = new();

    /// <summary>Starts that no report has shown yet, by instance.</summary>
    public ImmutableDictionary<string, PendingStart> Pending { get; init; } = ImmutableDictionary<string, PendingStart>.Empty;

    public ImmutableDictionary<(UInt128 Revision, string Node), StartFailure> Failures { get; init; } = ImmutableDictionary<(UInt128, string), StartFailure>.Empty;

    /// <summary>Instances that are told to stop, until no report shows them any more.</summary>
    public ImmutableHashSet<string> Stopping { get; init; } = [];

    /// <summary>Since when nodes are not reached.</summary>
    public ImmutableDictionary<string, TimeSpan> Lost { get; init; } = ImmutableDictionary<string, TimeSpan>.Empty;

    /// <summary>Nodes that have not said what they run, and since when they are expected to.</summary>
    public ImmutableDictionary<string, TimeSpan> Silent { get; init; } = ImmutableDictionary<string, TimeSpan>.Empty;

    /// <summary>The revision that has been up as a whole: what served before it is not kept any more.</summary>
    public UInt128? Proven { get; init; }

    /// <summary>Why it is not as wanted, for people.</summary>
    public string Problem { get; init; } = "";

    /// <summary>No instance serves, and where one was tried it has failed.</summary>
    public bool IsFailing { get; init; }

    public bool IsSettled { get; init; }
}

/// <param name="Node">Where.</param>
/// <param name="Spec">What.</param>
/// <param name="Until">When it is given up.</param>
internal sealed record PendingStart(string Node, DeploymentSpec Spec, TimeSpan Until);

/// <param name="Count">In a row.</param>
/// <param name="Until">Not before is it tried again on that node.</param>
/// <param name="Reason">Of the last one.</param>
internal sealed record StartFailure(int Count, TimeSpan Until, string Reason);

/// <summary>How patient a plan is.</summary>
internal sealed record PlanTerms
{
    /// <summary>A node that is not reached for so long is taken for lost.</summary>
    public TimeSpan LossPatience { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>A start that no report shows for so long is given up: the order or the node was lost.</summary>
    public TimeSpan StartPatience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a node that says nothing holds the others up.</summary>
    public TimeSpan ReportPatience { get; init; } = TimeSpan.FromSeconds(5);

    public TimeSpan FirstRetry { get; init; } = TimeSpan.FromSeconds(1);

    public TimeSpan LastRetry { get; init; } = TimeSpan.FromMinutes(1);
}
