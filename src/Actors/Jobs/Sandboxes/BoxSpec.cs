using System.Collections.Immutable;

namespace Actors.Jobs.Sandboxes;

/// <summary>What is to run in a box. All paths in the command and the environment are as seen from inside (<see cref="BoxLayout"/>).</summary>
internal sealed record BoxSpec
{
    public required ImmutableArray<string> Command { get; init; }

    /// <summary>The whole environment of the program.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Environment { get; init; } = [];

    public required BoxFolders Folders { get; init; }

    /// <summary>Further host folders to see, read-only, at <c>/dotnet</c> or <c>/host</c>.</summary>
    public ImmutableArray<BoxMount> Mounts { get; init; } = [];

    public required JobLimits Limits { get; init; }

    /// <summary>The program reserves far more addresses than it uses, as .NET does, so its address space cannot be limited.</summary>
    public bool ReservesMuchMemory { get; init; }
}

/// <summary>A host folder and where the box shows it.</summary>
internal sealed record BoxMount(string HostFolder, string Inside);

/// <summary>The folders of one run on the host, made by us before anything foreign runs and removed by us.</summary>
internal sealed record BoxFolders(string Root)
{
    /// <summary>The program's own files; shown read-only.</summary>
    public string Job => Path.Combine(Root, "job");

    /// <summary>The inputs, by name; shown read-only.</summary>
    public string Net => Path.Combine(Root, "net");

    /// <summary>The scratch folder where there is no private one in memory.</summary>
    public string Scratch => Path.Combine(Root, "tmp");
}

/// <summary>Where the program finds its things.</summary>
internal sealed record BoxLayout(string Job, string Net, string Scratch)
{
    /// <summary>The same in every real box.</summary>
    public static BoxLayout Boxed { get; } = new("/job", "/net", "/tmp");

    public static BoxLayout OnHost(BoxFolders folders) => new(folders.Job, folders.Net, folders.Scratch);
}
