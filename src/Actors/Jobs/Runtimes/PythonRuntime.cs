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
    private static readonly string[] Options = ["-I", "-S", "-B"];

    public ImmutableArray<BoxMount> Mounts => [];

    public Program? Trial(BoxLayout layout) => Run(layout, ["-c", ""]);

    public Program Prepare(JobSpec job, ReadOnlyMemory<byte> source, BoxFolders folders, BoxLayout layout, BoxOrder order)
    {
        var program = Run(layout, [layout.Job + "/" + FileName, .. job.Arguments]);
        JobFiles.Write(folders, FileName, source.Span);
        return program;
    }

    public bool SaysOutOfMemory(BoxReport report) => report.Exit.Code == 1 && report.Stderr.TrimEnd().EndsWith("MemoryError", StringComparison.Ordinal);

    private Program Run(BoxLayout layout, ImmutableArray<string> arguments) => File.Exists(interpreter)
        ? new Program([interpreter, .. Options, .. arguments]) { Environment = PlainEnvironment.Of(layout) }
        : throw new RuntimeException($"there is no python on this worker: {interpreter} (actors.jobs.python) does not exist", "", CommandNotFound);
}
