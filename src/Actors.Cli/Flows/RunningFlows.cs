using System.Diagnostics;
using System.Text.Json;
using Actors.Cli.Output;

namespace Actors.Cli.Flows;

/// <summary>The flows that run on this machine for this user: a folder that nobody else can read, with a file for each.</summary>
internal sealed class RunningFlows(string folder)
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>The user's own: in the folder for such things if there is one, or else among the temporary files.</summary>
    public static RunningFlows OfUser() => new(Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") is { Length: > 0 } runtime && Directory.Exists(runtime)
        ? Path.Combine(runtime, "actors-flows")
        : Path.Combine(Path.GetTempPath(), $"actors-flows-{Environment.UserName}"));

    /// <summary>Notes a flow, until the result is disposed of.</summary>
    /// <exception cref="IOException">The folder is not the user's alone, or cannot be written.</exception>
    public IDisposable Add(FlowRecord flow)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder); // temporary files are the user's own there
        else Directory.CreateDirectory(folder, Private | UnixFileMode.UserExecute);
        MustBePrivate();
        var file = Path.Combine(folder, $"{flow.Pid}.json");
        File.WriteAllBytes(file, JsonSerializer.SerializeToUtf8Bytes(flow, JsonShapes.Readable.FlowRecord));
        return new Entry(file);
    }

    /// <summary>Those whose processes live, oldest first; notes of others are removed.</summary>
    public IReadOnlyList<FlowRecord> List()
    {
        if (!Directory.Exists(folder)) return [];
        MustBePrivate();
        var flows = new List<FlowRecord>();
        foreach (var file in Directory.EnumerateFiles(folder, "*.json"))
        {
            if (Read(file) is not { } flow) continue;
            if (IsAlive(flow.Pid)) flows.Add(flow);
            else File.Delete(file);
        }

        return [.. flows.OrderBy(flow => flow.Started, StringComparer.Ordinal)];
    }

    /// <summary>The one of that name; without a name, the only one.</summary>
    /// <exception cref="ActorsException">There is none, or more than one.</exception>
    public FlowRecord Find(string? name)
    {
        var all = List();
        var found = name is null ? all : [.. all.Where(flow => flow.Flow == name || flow.Pid.ToString() == name)];
        return found switch
        {
            [var flow] => flow,
            [] when all.Count == 0 => throw new ActorsException(ErrorCodes.NotFound, "no flow of yours runs on this machine; start one: actors flow run FILE"),
            [] => throw new ActorsException(ErrorCodes.NotFound, $"no flow '{name}' runs on this machine; there are {Names(all)}"),
            _ => throw new ActorsException(ErrorCodes.Invalid, $"which flow? say its name, or the number of its process: {Names(found)}"),
        };
    }

    private static string Names(IEnumerable<FlowRecord> flows) => string.Join(", ", flows.Select(flow => $"{flow.Flow} ({flow.Pid})"));

    // A folder that another user has made in our name would be theirs to read and to fill.
    private void MustBePrivate()
    {
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(folder) & ~(Private | UnixFileMode.UserExecute)) != 0)
            throw new IOException($"{folder} can be used by others; remove it");
    }

    private static FlowRecord? Read(string file)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(file), JsonShapes.Readable.FlowRecord);
        }
        catch (Exception failure) when (failure is IOException or JsonException)
        {
            // It is being written, or its flow has just ended.
            return null;
        }
    }

    private static bool IsAlive(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private sealed class Entry(string file) : IDisposable
    {
        public void Dispose()
        {
            try
            {
                File.Delete(file);
            }
            catch (DirectoryNotFoundException)
            {
                // Somebody has tidied up already.
            }
        }
    }
}
