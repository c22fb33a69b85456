using Actors.Dispatch;

namespace Actors.Jobs.Table;

/// <summary>A decision about jobs. The ledger keeps them in order, and their order is what decides: at most one of them ends a job.</summary>
internal abstract record JobEvent;

internal abstract record JobEventOf(JobId Job) : JobEvent;

internal sealed record JobSubmitted(JobSpec Spec, string Client, DateTimeOffset At) : JobEventOf(Spec.Id);

/// <summary>All inputs can be read; from now on the job only waits for its time and for a worker.</summary>
internal sealed record InputsArrived(JobId Job) : JobEventOf(Job);

internal sealed record JobLeased(JobId Job, string Worker, Epoch Epoch, DateTimeOffset At) : JobEventOf(Job);

/// <summary>The worker gave the job back; that is no fault of the job.</summary>
internal sealed record RunReturned(JobId Job, Epoch Epoch, string Reason, DateTimeOffset RetryAt) : JobEventOf(Job);

/// <summary>
/// An unclean end: the lease ran out, or the run could not be made. <paramref name="IsAtLarge"/>: the worker may still have it, and may go on with it
/// unless the job is granted again first.
/// </summary>
internal sealed record RunLost(JobId Job, Epoch Epoch, string Reason, bool IsAtLarge, DateTimeOffset RetryAt) : JobEventOf(Job);

/// <summary>The run failed by itself and will be tried again.</summary>
internal sealed record RunFailed(JobId Job, Epoch Epoch, RunOutcome Outcome, DateTimeOffset RetryAt) : JobEventOf(Job);

internal abstract record JobEnded(JobId Job, DateTimeOffset At) : JobEventOf(Job);

internal sealed record JobCompleted(JobId Job, Epoch Epoch, RunOutcome Outcome, DateTimeOffset At) : JobEnded(Job, At);

/// <summary><paramref name="Outcome"/> is that of the last run; null when no run was the cause.</summary>
internal sealed record JobFailed(JobId Job, JobVerdict Verdict, RunOutcome? Outcome, string Reason, DateTimeOffset At) : JobEnded(Job, At);

internal sealed record JobCancelled(JobId Job, string Reason, DateTimeOffset At) : JobEnded(Job, At);

/// <summary>The output id now leads to the object that <see cref="JobCompleted"/> named.</summary>
internal sealed record OutputPublished(JobId Job) : JobEventOf(Job);

/// <summary>The output's content is gone from the store before its id could lead to it, so the job has failed after all.</summary>
internal sealed record OutputLost(JobId Job, string Reason) : JobEventOf(Job);

/// <summary>All that the events of one job so far amount to; a history may begin with it. Whoever applies it takes a copy.</summary>
internal sealed record JobRestored(JobRecord State) : JobEventOf(State.Spec.Id);

/// <summary>The job ended long ago and its record is dropped.</summary>
internal sealed record JobForgotten(JobId Job) : JobEventOf(Job);

/// <summary>A broker took over without the one before having stopped; it counts against every job that was leased.</summary>
internal sealed record BrokerRecovered(Ballot Ballot) : JobEvent;
