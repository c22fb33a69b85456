using System.Collections.Immutable;
using Actors.Jobs.Processes;
using Actors.Jobs.Sandboxes;

namespace Actors.Jobs.Runtimes;

/// <summary>One way to run a source.</summary>
internal interface IRuntime
{
    /// <summary>Host folders that its programs need to see.</summary>
    ImmutableArray<BoxMount> Mounts { get; }

    /// <summary>A program that exits with 0 exactly where this runtime works; null when the box is all it takes.</summary>
    /// <exception cref="RuntimeException">It is not installed here.</exception>
    Program? Trial(BoxLayout layout);

    /// <summary>Puts the program into the box's job folder and says how to start it. Blocks; called on the run's own thread.</summary>
    /// <exception cref="RuntimeException">The source cannot be run, here or anywhere.</exception>
    /// <exception cref="OperationCanceledException">The order has ended it meanwhile.</exception>
    Program Prepare(JobSpec job, ReadOnlyMemory<byte> source, BoxFolders folders, BoxLayout layout, BoxOrder order);

    /// <summary>The program's last words are that it ran out of memory.</summary>
    bool SaysOutOfMemory(BoxReport report);
}

/// <summary>How to start a prepared program; paths as seen from inside the box.</summary>
internal sealed record Program(ImmutableArray<string> Command)
{
    public ImmutableArray<KeyValuePair<string, string>> Environment { get; init; } = [];

    public ImmutableArray<BoxMount> Mounts { get; init; } = [];

    public bool ReservesMuchMemory { get; init; }
}

/// <summary>A run that fails before it starts, by its own fault or for lack of a program on this worker.</summary>
internal sealed class RuntimeException(string reason, string log, int exitCode) : Exception(reason)
{
    /// <summary>What the job's log says of it.</summary>
    public string Log { get; } = log;

    public int ExitCode { get; } = exitCode;
}
