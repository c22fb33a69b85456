using System.Collections.Immutable;
using Actors.Dispatch;
using Actors.Storage;

namespace Actors.Jobs.Table;

/// <summary>What can happen to a <see cref="JobTable"/>.</summary>
internal abstract record JobCommand;

/// <summary>The broker becomes the writer. <paramref name="HadPredecessor"/>: another broker may have granted jobs that run now.</summary>
internal sealed record TakeOver(bool HadPredecessor) : JobCommand;

internal sealed record Submit(long Request, string Client, JobSpec Job) : JobCommand;

internal sealed record Cancel(long Request, JobId Job, string Reason) : JobCommand;

/// <summary>What the store said of an input.</summary>
internal sealed record InputSeen(ObjectId Input, InputState State) : JobCommand;

/// <summary>The store has the output.</summary>
internal sealed record OutputStored(JobId Job) : JobCommand;

/// <summary>The store does not have the content that the result named, and never will.</summary>
internal sealed record OutputMissing(JobId Job, string Reason) : JobCommand;

/// <summary>Time has passed.</summary>
internal sealed record Tick : JobCommand;

/// <summary>From a worker. <paramref name="Incarnation"/> grows with every start of the worker's process.</summary>
internal abstract record WorkerCommand(string Worker, long Incarnation) : JobCommand;

/// <summary><paramref name="Number"/> comes back in the <see cref="Welcome"/>.</summary>
internal sealed record Register(string Worker, long Incarnation, LabelSet Offered, Ballot Previous, long Number = 1) : WorkerCommand(Worker, Incarnation);

internal sealed record Report(string Worker, long Incarnation, long Sequence, int Window, ImmutableArray<HeldRun> Held) : WorkerCommand(Worker, Incarnation);

/// <summary>The worker has this run, granted under this epoch, perhaps by a broker before this one.</summary>
internal sealed record Resume(string Worker, long Incarnation, Epoch Epoch, JobSpec Job, string Client) : WorkerCommand(Worker, Incarnation);

internal sealed record Finish(string Worker, long Incarnation, JobId Job, Epoch Epoch, RunOutcome Outcome) : WorkerCommand(Worker, Incarnation);

/// <summary>The worker did not run the job to its end, and says so.</summary>
internal sealed record Return(string Worker, long Incarnation, JobId Job, Epoch Epoch, string Reason) : WorkerCommand(Worker, Incarnation);

internal readonly record struct HeldRun(JobId Job, Epoch Epoch, double Progress = 0, string ProgressText = "");

internal enum InputState
{
    /// <summary>It can be read.</summary>
    Present,

    /// <summary>Declared as some job's output; that job has not completed.</summary>
    Incomplete,

    /// <summary>All owners say that it does not exist.</summary>
    Absent,

    /// <summary>Nobody can tell now.</summary>
    Unknown,
}
