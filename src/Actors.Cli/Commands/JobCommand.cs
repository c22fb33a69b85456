using System.CommandLine;
using System.Text.Json;
using Actors.Cli.Internal;
using Actors.Cli.Output;
using Actors.Jobs;

namespace Actors.Cli.Commands;

/// <summary><c>actors job</c>: show, list and logs; <see cref="JobRunCommand"/> has run.</summary>
internal static class JobCommand
{
    public static Command Create(CommandHost host) => new TeachingCommand(
        "job", "Run jobs and look at them", "actors job run --runtime python -e 'print(6 * 7)' --wait", "actors job list")
    {
        JobRunCommand.Create(host), Show(host), List(host), Logs(host),
    };

    private static TeachingCommand Show(CommandHost host)
    {
        var id = Id();
        var command = new TeachingCommand("show", "Show how a job stands", "actors job show 019a5f0e6d3c7a1b8c2d3e4f5a6b7c8d", "actors job show JOB --json") { id };
        host.OnCluster(command, async (run, cloud) =>
        {
            Write(run, await cloud.ShowJobAsync(ParseId(run.Parsed.GetRequiredValue(id)), run.Cancel).ConfigureAwait(false));
            return ExitCodes.Done;
        });
        return command;
    }

    private static TeachingCommand List(CommandHost host)
    {
        var command = new TeachingCommand("list", "List the jobs, newest first", "actors job list", "actors job list --json");
        host.OnCluster(command, async (run, cloud) =>
        {
            var jobs = await cloud.ListJobsAsync(run.Cancel).ConfigureAwait(false);
            WriteList(run, [.. jobs.Select(JobDocument.Of)]);
            return ExitCodes.Done;
        });
        return command;
    }

    private static TeachingCommand Logs(CommandHost host)
    {
        var id = Id();
        var command = new TeachingCommand("logs", "Print what a job wrote on stderr", "actors job logs 019a5f0e6d3c7a1b8c2d3e4f5a6b7c8d") { id };
        host.OnCluster(command, async (run, cloud) =>
        {
            var job = ParseId(run.Parsed.GetRequiredValue(id));
            var log = await cloud.ReadJobLogAsync(job, run.Cancel).ConfigureAwait(false);
            if (run.Json) run.Out.WriteLine(JsonSerializer.Serialize(new JobLogDocument(job.ToString(), log), JsonShapes.Readable.JobLogDocument));
            else run.Out.Write(log);
            return ExitCodes.Done;
        });
        return command;
    }

    public static void Write(CommandRun run, JobView job)
    {
        var document = JobDocument.Of(job);
        if (run.Json)
        {
            run.Out.WriteLine(JsonSerializer.Serialize(document, JsonShapes.Readable.JobDocument));
            return;
        }

        run.Out.WriteLine($"job       {document.Job}  {document.Name}");
        run.Out.WriteLine($"status    {document.Status}{(document.Verdict.Length > 0 ? $", verdict {document.Verdict}, exit code {document.ExitCode}" : "")}");
        run.Out.WriteLine($"output    {document.Output}");
        run.Out.WriteLine($"runtime   {document.Runtime}, {document.Attempts} attempts{(document.Worker.Length > 0 ? $", last on {document.Worker}" : "")}");
        var used = HasRun(document) ? $"{document.WallSeconds:0.###} s wall, {document.CpuSeconds:0.###} s cpu, {document.PeakMemoryBytes / 1048576.0:0.#} MiB at most" : "-";
        run.Out.WriteLine($"used      {used}");
        if (document.Reason.Length > 0) run.Out.WriteLine($"reason    {document.Reason}");
        if (job.Status == JobStatus.Completed) run.Out.WriteLine($"get       actors get {document.Output}");
        if (job.Status == JobStatus.Failed && document.Attempts > 0) run.Out.WriteLine($"stderr    actors job logs {document.Job}");
    }

    private static void WriteList(CommandRun run, IReadOnlyList<JobDocument> jobs)
    {
        if (run.Json)
        {
            run.Out.WriteLine(JsonSerializer.Serialize(jobs, JsonShapes.Readable.IReadOnlyListJobDocument));
            return;
        }

        var table = new TextTable("JOB", "STATUS", "VERDICT", "RUNTIME", "WALL", "NAME");
        foreach (var job in jobs) table.Add(job.Job, job.Status, job.Verdict, job.Runtime, HasRun(job) ? $"{job.WallSeconds:0.0}s" : "-", job.Name);
        run.Out.Write(table);
    }

    /// <summary>What a job uses is known when a run of it has ended.</summary>
    private static bool HasRun(JobDocument job) => job.Verdict.Length > 0;

    private static Argument<string> Id() => new("ID") { Description = "The job's id" };

    private static JobId ParseId(string text) => JobId.TryParse(text, out var id)
        ? id
        : throw new ActorsException(ErrorCodes.Invalid, $"'{text}' is no job id: 32 hex digits are expected; actors job list shows them");
}
