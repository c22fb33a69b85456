using System.Collections.Immutable;
using Actors.Jobs.Processes;

namespace Actors.Jobs.Sandboxes;

/// <summary>No box at all: the program runs as we do and sees what we see. Only limits and the clock hold it. Must be asked for by name.</summary>
internal sealed class Unconfined : ISandbox
{
    private static readonly bool HasPrlimit = OperatingSystem.IsLinux() && File.Exists(ResourceLimits.Prlimit);

    public string Name => "none";

    public string Weakness => "unsafe: jobs run with all rights of this process";

    public BoxLayout LayoutOf(BoxFolders folders) => BoxLayout.OnHost(folders);

    public ImmutableArray<string> MemoryFolders => [];

    public LaunchPlan Plan(BoxSpec spec, bool hasCgroup)
    {
        ImmutableArray<string> command = HasPrlimit ? [.. ResourceLimits.Of(spec, hasCgroup, countsOwnProcesses: false), .. spec.Command] : spec.Command;
        return new LaunchPlan(command[0], command[1..], spec.Environment, [], spec.Folders.Scratch);
    }
}
