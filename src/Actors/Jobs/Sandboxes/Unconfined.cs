using Actors.Jobs.Processes;

namespace Actors.Jobs.Sandboxes;

/// <summary>No box at all: the program runs as we do and sees what we see. Only limits and the clock hold it. Must be asked for by name.</summary>
internal sealed class Unconfined : ISandbox
{
    private static readonly bool HasPrlimit = OperatingSystem.IsLinux() && File.Exists(ResourceLimits.Prlimit);

    public string Name => "none";

    public string Weakness => "unsafe: jobs run with all rights of this process";

    public BoxLayout LayoutOf(BoxFolders folders) => BoxLayout.OnHost(folders);

    public LaunchPlan Plan(BoxSpec spec, bool hasCgroup)
    {
        var command = HasPrlimit ? ResourceLimits.Wrap(spec, hasCgroup, countsOwnProcesses: false) : spec.Command;
        return new LaunchPlan(command[0], command[1..], spec.Environment, [], spec.Folders.Scratch);
    }

    public string? SetupFailure(int exitCode, string stderr) => null;
}
