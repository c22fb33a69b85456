using System.Runtime.InteropServices;
using System.Text;

namespace Actors.Jobs.Processes;

/// <summary>
/// Starts programs on Linux by <c>posix_spawn</c>: unlike <see cref="System.Diagnostics.Process"/> it can hand over descriptors and tells a signal from an
/// exit code. The program gets a session of its own, default signal handling and no descriptor but its own.
/// </summary>
internal sealed class PosixLauncher : IProcessLauncher
{
    private readonly UnreapedChildren _unreaped = new();

    // Whoever started us may have left the ends of children ignored (so does a shell's trap); then nobody would be told how a job ended.
    public PosixLauncher() => LibC.StopIgnoring(LibC.SigChild);

    public IBoxProcess Start(LaunchPlan plan)
    {
        _unreaped.Reap();
        using var open = new Descriptors();
        var output = open.Pipe();
        var errors = open.Pipe();
        var sources = new List<int> { open.Lift(open.Open("/dev/null")), open.Lift(output.Write), open.Lift(errors.Write) };
        foreach (var content in plan.Descriptors)
            sources.Add(open.Lift(open.InMemory(content.Span)));
        var built = -1;
        if (plan.TellsWhenBuilt)
        {
            (built, var tell) = open.Pipe();
            sources.Add(open.Lift(tell));
        }

        var pid = Spawn(plan, sources);
        return new PosixProcess(pid, open.Release(output.Read), open.Release(errors.Read), open.Release(built), _unreaped);
    }

    private static int Spawn(LaunchPlan plan, List<int> sources)
    {
        var actions = new byte[LibC.SpawnStructBytes];
        var attributes = new byte[LibC.SpawnStructBytes];
        _ = LibC.InitFileActions(actions);
        _ = LibC.InitAttributes(attributes);
        var arguments = Vector([plan.Program, .. plan.Arguments]);
        var environment = Vector([.. plan.Environment.Select(pair => $"{pair.Key}={pair.Value}")]);
        try
        {
            for (var target = 0; target < sources.Count; target++)
                Descriptors.Check(-LibC.AddDuplicate(actions, sources[target], target), "a descriptor");
            CloseOthers(actions, sources.Count);
            if (plan.Folder is { } folder)
                Descriptors.Check(-LibC.AddChangeFolder(actions, Text(folder)), folder);
            SetSignals(attributes);
            var error = LibC.Spawn(out var pid, Text(plan.Program), actions, attributes, arguments, environment);
            return error == 0 ? pid : throw new LaunchException($"{plan.Program} cannot be started: {Marshal.GetPInvokeErrorMessage(error)}.");
        }
        finally
        {
            Free(arguments);
            Free(environment);
            _ = LibC.DestroyFileActions(actions);
            _ = LibC.DestroyAttributes(attributes);
        }
    }

    // .NET's own descriptors close by themselves; those that we inherited from whoever started us do not.
    private static void CloseOthers(byte[] actions, int lowest)
    {
        try
        {
            _ = LibC.AddCloseFrom(actions, lowest);
        }
        catch (EntryPointNotFoundException)
        {
            // A C library from before 2021: mark them one by one.
            foreach (var name in Directory.GetFileSystemEntries("/proc/self/fd").Select(Path.GetFileName))
            {
                if (int.TryParse(name, out var descriptor) && descriptor > 2)
                    _ = LibC.Fcntl(descriptor, LibC.SetDescriptorFlags, LibC.DescriptorCloseOnExec);
            }
        }
    }

    // .NET ignores SIGPIPE and masks some signals; a program that inherited that would behave differently here than at a prompt.
    private static void SetSignals(byte[] attributes)
    {
        var all = new byte[LibC.SignalSetBytes];
        _ = LibC.FillSignalSet(all);
        _ = LibC.SetSignalDefaults(attributes, all);
        _ = LibC.SetSignalMask(attributes, new byte[LibC.SignalSetBytes]);
        _ = LibC.SetFlags(attributes, LibC.SpawnSetSignalMask | LibC.SpawnSetSignalDefaults | LibC.SpawnSetSession);
    }

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text + "\0");

    private static nint[] Vector(string[] texts) => [.. texts.Select(Marshal.StringToCoTaskMemUTF8), 0];

    private static void Free(nint[] vector)
    {
        foreach (var text in vector)
            Marshal.FreeCoTaskMem(text);
    }
}
