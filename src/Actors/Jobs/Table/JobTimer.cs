using Actors.Storage;

namespace Actors.Jobs.Table;

/// <summary>What a due time of the table is about. A timer is a reminder to look, never a decision by itself.</summary>
internal readonly record struct JobTimer(JobTimerKind Kind, JobId Job = default, ObjectId Input = default, string Worker = "");

internal enum JobTimerKind
{
    /// <summary>A pause or a not-before time of <c>Job</c> may be over.</summary>
    MayRun,
    Deadline,

    /// <summary>Ask the store about <c>Input</c> again.</summary>
    LookAgain,

    /// <summary>Has <c>Worker</c> been heard of?</summary>
    WorkerSilence,

    /// <summary>The time in which workers of a broker before this one may claim their runs is over.</summary>
    GraceOver,
}
