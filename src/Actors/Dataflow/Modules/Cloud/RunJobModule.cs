using System.ComponentModel.DataAnnotations;
using Actors.Client;
using Actors.Dataflow.Modules.Documents;
using Actors.Dataflow.Values;
using Actors.Jobs;

namespace Actors.Dataflow.Modules.Cloud;

/// <summary>Settings of <c>run-job</c>.</summary>
public sealed record RunJobSettings : ICheckedSettings
{
    public required JobRuntime Runtime { get; init; }

    /// <summary>The program's text, or for <c>exec</c> the program.</summary>
    public string? Text { get; init; }

    /// <summary>A file with the text, instead.</summary>
    public FilePath? File { get; init; }

    public FlowTemplate Name { get; init; } = FlowTemplate.Parse("flow-job");

    public IReadOnlyList<FlowTemplate> Arguments { get; init; } = [];

    /// <summary>The job reads the data of the event as <c>/net/INPUT</c>; null: it does not get them.</summary>
    public string? Input { get; init; }

    /// <summary>Cluster roles that the worker must have.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    [Range(typeof(TimeSpan), "00:00:00.010", "7")]
    public TimeSpan WallLimit { get; init; } = JobLimits.Default.Wall;

    /// <summary>Further runs after one that failed.</summary>
    [Range(0, 100)]
    public int Retries { get; init; }

    /// <summary>What is done with what it prints: <c>none</c> leaves the event's data as they are, and only the attributes <c>job/id</c> and <c>job/output</c> are set.</summary>
    public JobOutput Output { get; init; } = JobOutput.Text;

    [Range(1, 1 << 30)]
    public int MaxOutputBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>Off: the event goes on as soon as the cluster has accepted the job.</summary>
    public bool Wait { get; init; } = true;

    public IEnumerable<SettingProblem> Problems() => DocumentText.Problems(Text, File, _ => { });
}

/// <summary>What a job is written in.</summary>
public enum JobRuntime
{
    Csharp,
    Python,
    Exec,
}

/// <summary>What becomes of a job's output.</summary>
public enum JobOutput
{
    Text,
    Json,
    Xml,
    Bytes,
    None,
}

/// <summary>Runs a job for each event; what it prints becomes the data. With <c>concurrency</c> many run at a time. A job that failed is an error with its verdict and reason.</summary>
[FlowModule("run-job", "Runs a job of the cluster for each event; what it prints becomes the data.", Inboxes = [FlowModuleAttribute.Any], Needs = [typeof(ComputeCloud)])]
public sealed class RunJobModule(RunJobSettings settings) : CloudModule
{
    private readonly string _source = DocumentText.Read(settings.Text, settings.File);

    protected override async Task<FlowEvent> DoAsync(FlowEvent item, CancellationToken cancel)
    {
        var job = await Cloud.AddJobAsync(await JobOfAsync(item, cancel), cancel);
        var known = item.WithAttribute("job/id", job.Id.ToString()).WithAttribute("job/output", job.Output.Id.ToString());
        if (!settings.Wait) return known;
        await job.WaitAsync(cancel);
        return settings.Output == JobOutput.None
            ? known
            : known.WithData(await BoundedRead.ReadAsync(Cloud, job.Output.Id, settings.MaxOutputBytes, Enum.Parse<ContentForm>(settings.Output.ToString()), cancel));
    }

    private async Task<NewJob> JobOfAsync(FlowEvent item, CancellationToken cancel)
    {
        var job = new NewJob(settings.Name.Render(item), Files.Kebab.Of(settings.Runtime.ToString()))
        {
            Source = _source,
            Arguments = [.. settings.Arguments.Select(argument => argument.Render(item))],
            Labels = settings.Labels,
            Limits = JobLimits.Default with { Wall = settings.WallLimit },
            Retries = JobRetries.None with { Limit = settings.Retries },
        };
        if (settings.Input is not { } input) return job;
        using var data = new MemoryStream(item.Bytes.ToArray(), writable: false);
        return job with { Inputs = new NewJobInputs { { input, await Cloud.AddAsync(input, data, cancel) } } };
    }
}
