using System.Collections;
using System.Collections.Immutable;
using Actors.Jobs;
using Actors.Storage;

namespace Actors.Client;

/// <summary>A job to be submitted: what <see cref="JobSpec"/> says, without the ids, which the client mints.</summary>
/// <param name="Name">For people; need not be unique.</param>
/// <param name="Runtime"><c>csharp</c>, <c>python</c> or <c>exec</c>.</param>
public sealed record NewJob(string Name, string Runtime)
{
    /// <summary>The program's text. Above 64 KiB it is put into the store first.</summary>
    public string Source { get; init; } = "";

    /// <summary>Passed to the program as they are; no shell reads them.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>The job reads each as <c>/net/NAME</c>, and waits until it can be read.</summary>
    public NewJobInputs Inputs { get; init; } = [];

    /// <summary>Empty: the job's name.</summary>
    public string OutputName { get; init; } = "";

    public JobLimits Limits { get; init; } = JobLimits.Default;

    public JobRetries Retries { get; init; } = JobRetries.None;

    /// <summary>Higher goes first. Default 0; from -100 to 100.</summary>
    public int Priority { get; init; }

    public string Queue { get; init; } = "default";

    /// <summary>Labels (cluster roles) that the worker must have.</summary>
    public IReadOnlyCollection<string> Labels { get; init; } = [];

    internal JobSpec ToSpec(IdSource ids, JobSource source) => new JobSpec
    {
        Id = JobId.New(ids),
        Name = Name,
        Runtime = Runtime,
        Source = source,
        Arguments = [.. Arguments],
        Inputs = [.. Inputs],
        Output = ObjectId.New(ids),
        OutputName = OutputName,
        Limits = Limits,
        Retries = Retries,
        Priority = Priority,
        Queue = Queue,
        Labels = Labels.ToImmutableSortedSet(StringComparer.Ordinal),
    }.Validated();
}

/// <summary>The inputs of a <see cref="NewJob"/>, in order; of several with one name the last wins.</summary>
public sealed class NewJobInputs : IEnumerable<JobInput>
{
    private readonly List<JobInput> _inputs = [];

    public void Add(string name, ObjectId id) => _inputs.Add(new JobInput(name, id));

    public void Add(string name, CloudObject content)
    {
        ArgumentNullException.ThrowIfNull(content);
        _inputs.Add(new JobInput(name, content.Id));
    }

    public IEnumerator<JobInput> GetEnumerator() => _inputs.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
