using Actors.Jobs.Processes;
using Actors.Jobs.Sandboxes;

namespace Actors.Jobs.Runtimes;

/// <summary>All that running a program in a box takes on this worker, put together. Blocks its caller.</summary>
internal sealed class BoxStarter(WorkFolder work, SandboxChoice choice, IProcessLauncher launcher, BoxRunner runner)
{
    /// <exception cref="BoxException">No sandbox works here.</exception>
    public ISandbox Sandbox => choice.Sandbox ?? throw new BoxException(choice.Problem!);

    public BoxLayout LayoutOf(BoxFolders folders) => Sandbox.LayoutOf(folders);

    /// <exception cref="BoxException">The box could not be started.</exception>
    public BoxReport Run(Program program, BoxFolders folders, JobLimits limits, BoxOrder order, OutputBuffer output, LogBuffer log)
    {
        var spec = new BoxSpec
        {
            Command = program.Command,
            Environment = program.Environment,
            Mounts = program.Mounts,
            ReservesMuchMemory = program.ReservesMuchMemory,
            Folders = folders,
            Limits = limits,
        };
        try
        {
            return runner.Run(launcher, Sandbox, spec, choice.Cgroups, order, output, log);
        }
        catch (Exception failure) when (failure is LaunchException or IOException or UnauthorizedAccessException)
        {
            throw new BoxException(failure.Message);
        }
    }

    public BoxFolders NewBox() => work.NewBox();

    public T InNewBox<T>(Func<BoxFolders, T> use)
    {
        var folders = work.NewBox();
        try
        {
            return use(folders);
        }
        finally
        {
            WorkFolder.Remove(folders);
        }
    }
}

/// <summary>The box failed, not the job.</summary>
internal sealed class BoxException(string message) : Exception(message);
