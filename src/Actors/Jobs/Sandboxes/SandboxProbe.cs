using System.Collections.Immutable;
using Actors.Jobs.Processes;

namespace Actors.Jobs.Sandboxes;

/// <summary>Finds out whether a sandbox works here.</summary>
internal interface ISandboxProbe
{
    /// <summary>Whether the box starts, runs a program with its inputs in sight and ends; the text says why not.</summary>
    string? Problem(ISandbox sandbox, CgroupRoot? cgroups);
}

/// <summary>Finds out by running something, since what is installed says little about what the kernel and the container around us allow.</summary>
/// <param name="mounts">What runtimes will want to see; a box that cannot show it is of no use.</param>
internal sealed class SandboxProbe(IProcessLauncher launcher, BoxRunner runner, WorkFolder work, ImmutableArray<BoxMount> mounts) : ISandboxProbe
{
    private static readonly JobLimits Small = new() { Wall = TimeSpan.FromSeconds(10), MemoryBytes = 64L << 20, DiskBytes = 1L << 20, Files = 100 };

    public string? Problem(ISandbox sandbox, CgroupRoot? cgroups)
    {
        var folders = work.NewBox();
        try
        {
            File.WriteAllText(Path.Combine(folders.Net, "probe"), "seen");
            var layout = sandbox.LayoutOf(folders);
            var spec = new BoxSpec { Command = ["/bin/cat", layout.Net + "/probe"], Folders = folders, Mounts = mounts, Limits = Small };
            using var output = new OutputBuffer(1 << 10, folders.Root);
            var report = runner.Run(launcher, sandbox, spec, cgroups, new BoxOrder(), output, new LogBuffer(1 << 10, 1 << 10));
            if (report.BoxFailure is { } failure)
                return failure;
            return report.Exit.Code == 0 && output.Length == 4 ? null : $"exit code {report.Exit.Code}: {report.Stderr.TrimEnd()}";
        }
        catch (Exception failure) when (failure is LaunchException or IOException or UnauthorizedAccessException)
        {
            return failure.Message;
        }
        finally
        {
            WorkFolder.Remove(folders);
        }
    }
}
