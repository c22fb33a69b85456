using Actors.Services.Deployment.Packages;

namespace Actors.Services.Deployment.Agents;

/// <summary>What a node's instances are started with.</summary>
internal sealed record InstanceTools(PackageCache Packages, ServicesClient Services, ServeProgram Program, TimeProvider Time)
{
    /// <summary>How long a constructor may take.</summary>
    public required TimeSpan StartTimeout { get; init; }

    /// <summary>How long an instance may take to end.</summary>
    public required TimeSpan LeaveTimeout { get; init; }

    public required StuckStarts Stuck { get; init; }

    /// <summary>By which calls may ask for any host of this node: its labels and its address. A host in a process of its own does not know them.</summary>
    public IReadOnlyList<string> NodeNames { get; init; } = [];
}

/// <summary>An instance that was there has died, or is there again.</summary>
/// <param name="Host">Empty: it is not there now.</param>
/// <param name="Restarts">How often it was started again.</param>
/// <param name="Reason">Why it is not there.</param>
internal sealed record InstanceNews(string Instance, string Host, int Restarts, string Reason);
