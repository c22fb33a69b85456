using System.Collections.Immutable;
using Actors.Storage;

namespace Actors.Jobs;

/// <summary>
/// All that a job is, fixed when it is submitted. The client mints <see cref="Id"/> and <see cref="Output"/>, so submitting again, after a time-out
/// say, cannot make a second job.
/// </summary>
public sealed record JobSpec
{
    public required JobId Id { get; init; }

    /// <summary>For people; need not be unique. May be empty.</summary>
    public string Name { get; init; } = "";

    /// <summary><c>csharp</c>, <c>python</c> or <c>exec</c>.</summary>
    public required string Runtime { get; init; }

    public JobSource Source { get; init; } = JobSource.None;

    /// <summary>Passed to the program as they are; no shell reads them.</summary>
    public ImmutableArray<string> Arguments { get; init; } = [];

    public ImmutableArray<JobInput> Inputs { get; init; } = [];

    /// <summary>The id under which the job's stdout can be read once the job is completed; <c>incomplete</c> until then.</summary>
    public required ObjectId Output { get; init; }

    /// <summary>The output's name; empty means the job's name.</summary>
    public string OutputName { get; init; } = "";

    public JobLimits Limits { get; init; } = JobLimits.Default;

    public JobRetries Retries { get; init; } = JobRetries.None;

    /// <summary>Higher goes first. Default 0; from -100 to 100.</summary>
    public int Priority { get; init; }

    public string Queue { get; init; } = "default";

    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>A job that is not completed by then fails.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>Labels (cluster roles) that the worker must have.</summary>
    public ImmutableSortedSet<string> Labels { get; init; } = ImmutableSortedSet<string>.Empty.WithComparer(StringComparer.Ordinal);

    /// <exception cref="ActorsException">It is <see cref="ErrorCodes.Invalid"/>; the message says what and why.</exception>
    public JobSpec Validated() =>
        JobSpecRules.FirstProblem(this) is { } problem ? throw new ActorsException(ErrorCodes.Invalid, $"Job {Id}: {problem}") : this;
}
