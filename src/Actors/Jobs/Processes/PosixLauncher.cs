using System.Runtime.InteropServices;
using System.Text;

namespace Actors.Jobs.Processes;

/// <summary>
/// Starts programs on Linux by <c>posix_spawn</c>: unlike <see cref="System.Diagnostics.Process"/> it can hand over descriptors and tells a signal from an
/// exit code. The program gets a session of its own, default signal handling and no descriptor but its own.
/// </summary>
internal sealed class PosixLauncher : IProcessLauncher
{
    // Sources lie above all targets, so that no duplication can overwrite a source that is still needed.
    private const int LowestSource = 64;

    public IBoxProcess Start(LaunchPlan plan)
    {
        var sources = new List<int>();
        var output = new int[2];
        var errors = new int[2];
        try
        {
            Check(LibC.Pipe(output, LibC.CloseOnExec), "a pipe");
            Check(LibC.Pipe(errors, LibC.CloseOnExec), "a pipe");
            // The reading ends only: the program's own ends behave as it expects.
            Check(LibC.Fcntl(output[0], LibC.SetFileFlags, LibC.NonBlocking), "a pipe");
            Check(LibC.Fcntl(errors[0], LibC.SetFileFlags, LibC.NonBlocking), "a pipe");
            sources.Add(Lift(Check(LibC.Open(Text("/dev/null"), LibC.CloseOnExec), "/dev/null")));
            sources.Add(Lift(output[1]));
            sources.Add(Lift(errors[1]));
            foreach (var content in plan.Descriptors)
                sources.Add(Lift(InMemory(content.Span)));
            var pid = Spawn(plan, sources);
            return new PosixProcess(pid, output[0], errors[0]);
        }
        catch
        {
            CloseIfOpen(output[0]);
            CloseIfOpen(errors[0]);
            throw;
        }
        finally
        {
            foreach (var source in sources)
                CloseIfOpen(source);
        }
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
                Check(-LibC.AddDuplicate(actions, sources[target], target), "a descriptor");
            CloseOthers(actions, sources.Count);
            if (plan.Folder is { } folder)
                Check(-LibC.AddChangeFolder(actions, Text(folder)), folder);
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

    private static int InMemory(ReadOnlySpan<byte> content)
    {
        const uint closeOnExec = 1;
        var descriptor = Check(LibC.MemFd(Text("box"), closeOnExec), "memory");
        while (!content.IsEmpty)
        {
            var written = LibC.Write(descriptor, ref MemoryMarshal.GetReference(content), content.Length);
            Check((int)written, "memory");
            content = content[(int)written..];
        }

        _ = LibC.Seek(descriptor, 0, 0);
        return descriptor;
    }

    private static int Lift(int descriptor)
    {
        var lifted = LibC.Fcntl(descriptor, LibC.DuplicateCloseOnExec, LowestSource);
        _ = LibC.Close(descriptor);
        return Check(lifted, "a descriptor");
    }

    private static int Check(int result, string what) => result >= 0
        ? result
        : throw new LaunchException($"No program can be started, {what} is not to be had: {Marshal.GetLastPInvokeErrorMessage()}.");

    private static void CloseIfOpen(int descriptor)
    {
        if (descriptor > 0)
            _ = LibC.Close(descriptor);
    }

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text + "\0");

    private static nint[] Vector(string[] texts) => [.. texts.Select(Marshal.StringToCoTaskMemUTF8), 0];

    private static void Free(nint[] vector)
    {
        foreach (var text in vector)
            Marshal.FreeCoTaskMem(text);
    }
}
