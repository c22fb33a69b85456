using System.Collections.Immutable;
using Actors.Jobs.Processes;
using Actors.Jobs.Sandboxes;

namespace Actors.Jobs.Runtimes;

/// <summary>Python without the host's site packages and environment. Inputs are read as <c>open("/net/NAME")</c>.</summary>
/// <param name="interpreter">Absolute path of <c>python3</c>.</param>
internal sealed class PythonRuntime(string interpreter) : IRuntime
{
    private const string FileName = "main.py";
    private const int CommandNotFound = 127; // what a shell says of a missing program

    public ImmutableArray<BoxMount> Mounts => [];

    public Program Prepare(JobSpec job, ReadOnlyMemory<byte> source, BoxFolders folders, BoxLayout layout)
    {
        if (!File.Exists(interpreter))
            throw new RuntimeException($"there is no python on this worker: {interpreter} (actors.jobs.python) does not exist", "", CommandNotFound);
        JobFiles.Write(folders, FileName, source.Span);
        return new Program([interpreter, "-I", "-S", "-B", layout.Job + "/" + FileName, .. job.Arguments]) { Environment = PlainEnvironment.Of(layout) };
    }

    public bool SaysOutOfMemory(BoxReport report) => report.Exit.Code == 1 && report.Stderr.TrimEnd().EndsWith("MemoryError", StringComparison.Ordinal);
}
