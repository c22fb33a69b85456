using System.Collections.Immutable;

namespace Actors.Jobs.Workers;

/// <summary>What the worker has to do.</summary>
internal abstract record WorkerAction;

internal sealed record SendRegistration(long Number) : WorkerAction;

internal sealed record SendReport(long Sequence, int Window, ImmutableArray<WorkerRun> Held) : WorkerAction;

internal sealed record SendResume(WorkerRun Run) : WorkerAction;

internal sealed record SendResult(WorkerRun Run) : WorkerAction;

internal sealed record SendReturn(RunKey Run, string Reason) : WorkerAction;

internal sealed record StartRun(WorkerRun Run) : WorkerAction;

/// <summary>End it at once; <see cref="RunEnded"/> follows.</summary>
internal sealed record KillRun(RunKey Run, string Reason) : WorkerAction;

/// <summary>Freeze it: its lease has run out, but nobody has said yet that another worker has the job.</summary>
internal sealed record SuspendRun(RunKey Run) : WorkerAction;

internal sealed record ContinueRun(RunKey Run) : WorkerAction;

/// <summary>The drain is over: nothing is held any more.</summary>
internal sealed record DrainCompleted : WorkerAction;
