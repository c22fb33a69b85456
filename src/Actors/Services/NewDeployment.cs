namespace Actors.Services;

/// <summary>A class for the cluster to serve by itself, for <see cref="ServicesClient.DeployAsync"/>.</summary>
public sealed record NewDeployment
{
    /// <summary>The assembly, or the folder it is alone in. The whole folder travels: what the assembly needs is to be beside it, as after <c>dotnet publish</c> or a build.</summary>
    public required string Path { get; init; }

    /// <summary>The class: its full name, or its short one if no other has it.</summary>
    public required string Type { get; init; }

    /// <summary>Told to whoever lists services. Null: the assembly's own.</summary>
    public string? Version { get; init; }

    /// <summary>Of the constructor, positional.</summary>
    public IReadOnlyList<object?> Arguments { get; init; } = [];

    /// <summary>How many there are to be. Default: 1.</summary>
    public int Instances { get; init; } = 1;

    /// <summary>Above <see cref="Instances"/>: as many as it may grow to by how much waits, and shrink from. Default: it stays at that number.</summary>
    public int MaxInstances { get; init; }

    /// <summary>Calls at a time of one instance. Default: 1, as one object gets them all, which may not be made for several threads.</summary>
    public int Concurrency { get; init; } = 1;

    /// <summary>An object for each of the calls at a time, so that each object gets one at a time.</summary>
    public bool IsPool { get; init; }

    /// <summary>Where each instance runs. Default: in the worker node's process, in a load context of its own.</summary>
    public Isolation Isolation { get; init; }

    /// <summary>Roles that a worker node must have to run it. Default: none.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>The constructor's arguments as they are read off a command line; null: <see cref="Arguments"/>.</summary>
    internal Methods.Arguments? Given { get; init; }
}
