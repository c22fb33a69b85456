using System.Collections.Immutable;
using Actors.Jobs.Processes;
using Actors.Jobs.Sandboxes;

namespace Actors.Jobs.Runtimes;

/// <summary>Any program: the source as an executable file (a binary, or a script with its <c>#!</c> line), or, without a source, the first argument.</summary>
internal sealed class ExecRuntime : IRuntime
{
    private const string FileName = "main";

    public ImmutableArray<BoxMount> Mounts => [];

    public Program? Trial(BoxLayout layout) => null;

    public Program Prepare(JobSpec job, ReadOnlyMemory<byte> source, BoxFolders folders, BoxLayout layout, BoxOrder order)
    {
        if (source.IsEmpty)
            return new Program(job.Arguments) { Environment = PlainEnvironment.Of(layout) };
        JobFiles.Write(folders, FileName, source.Span, isExecutable: true);
        return new Program([layout.Job + "/" + FileName, .. job.Arguments]) { Environment = PlainEnvironment.Of(layout) };
    }

    public bool SaysOutOfMemory(BoxReport report) => false;
}
