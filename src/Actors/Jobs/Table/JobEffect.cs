using System.Collections.Immutable;
using Actors.Dispatch;
using Actors.Storage;

namespace Actors.Jobs.Table;

/// <summary>What the broker has to do. It is done once the event number <see cref="After"/> is durable, not before (J3).</summary>
internal abstract record JobEffect
{
    public long After { get; init; }
}

internal sealed record AnswerAccepted(long Request, JobId Job, ObjectId Output) : JobEffect;

internal sealed record AnswerRefused(long Request, string Code, string Message) : JobEffect;

internal sealed record AnswerShown(long Request, JobId Job) : JobEffect;

/// <summary>Someone may wait for this job: it has ended, or its output can be read now.</summary>
internal sealed record NotifyWaiters(JobId Job) : JobEffect;

internal sealed record LookAtInput(ObjectId Input) : JobEffect;

internal sealed record DeclareOutput(ObjectId Output, string Name) : JobEffect;

internal sealed record PublishOutput(JobId Job, ObjectId Output, RunOutcome Outcome) : JobEffect;

internal abstract record WorkerEffect(string Worker, long Incarnation) : JobEffect;

internal sealed record Welcome(string Worker, long Incarnation, long Number) : WorkerEffect(Worker, Incarnation);

internal sealed record AskRegistration(string Worker, long Incarnation) : WorkerEffect(Worker, Incarnation);

internal sealed record AnswerReport(
    string Worker, long Incarnation, long Sequence, ImmutableArray<HeldRun> Renewed, ImmutableArray<HeldRun> Refused, ImmutableArray<HeldRun> Unknown)
    : WorkerEffect(Worker, Incarnation);

/// <summary><paramref name="AnswersSequence"/> is the worker's last report before this grant: its lease counts from having sent that one.</summary>
internal sealed record Run(string Worker, long Incarnation, Epoch Epoch, JobSpec Job, string Client, int Attempt, long AnswersSequence)
    : WorkerEffect(Worker, Incarnation);

internal sealed record Stop(string Worker, long Incarnation, JobId Job, Epoch Epoch, string Reason) : WorkerEffect(Worker, Incarnation);

internal sealed record AnswerResult(string Worker, long Incarnation, JobId Job, Epoch Epoch, bool Accepted, string Reason)
    : WorkerEffect(Worker, Incarnation);
