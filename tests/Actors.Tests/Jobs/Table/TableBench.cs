using Actors.Dispatch;
using Actors.Jobs;
using Actors.Jobs.Table;
using Actors.Storage;
using Google.Protobuf;

namespace Actors.Tests.Jobs.Table;

/// <summary>A table with a clock that the test moves. It keeps all events and, until they are taken, all effects.</summary>
internal sealed class TableBench
{
    public const string Client = "client";
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly List<JobEffect> _effects = [];
    private readonly Dictionary<string, long> _reports = [];
    private long _requests;

    public TableBench(JobTableSettings? settings = null, IReadOnlyList<JobEvent>? history = null, bool hadPredecessor = false, long ballot = 1)
    {
        Settings = settings ?? new JobTableSettings();
        Ballot = new Ballot(ballot, "broker");
        Table = new JobTable(Settings, Ballot, history ?? []);
        Events.AddRange(history ?? []);
        Step(new TakeOver(hadPredecessor));
    }

    public JobTableSettings Settings { get; }

    public Ballot Ballot { get; }

    public JobTable Table { get; }

    public TimeSpan Now { get; private set; }

    public List<JobEvent> Events { get; } = [];

    /// <summary>By how much the wall clock has been set.</summary>
    public TimeSpan WallOffset { get; set; }

    public Moment Moment => new(Now, Start + Now + WallOffset);

    public static JobSpec Job(params ObjectId[] inputs) => new()
    {
        Id = JobId.New(IdSource.System),
        Output = ObjectId.New(IdSource.System),
        Name = "job",
        Runtime = "exec",
        Source = JobSource.Inline("#!/bin/sh\n"),
        Inputs = [.. inputs.Select((id, i) => new JobInput($"input-{i}", id))],
    };

    public static RunOutcome Outcome(JobVerdict verdict, string reason = "") => new()
    {
        Verdict = verdict,
        Reason = reason,
        ObjectId = verdict == JobVerdict.Ok ? ObjectId.New(IdSource.System).ToWire() : ByteString.Empty,
    };

    public void Step(JobCommand command)
    {
        var step = Table.Step(command, Moment);
        Events.AddRange(step.Events);
        _effects.AddRange(step.Effects);
    }

    /// <summary>Lets time pass; whatever is due on the way happens at its time.</summary>
    public void Pass(TimeSpan time)
    {
        var end = Now + time;
        while (Table.NextDue is { } due && due <= end)
        {
            Now = due > Now ? due : Now;
            Step(new Tick());
        }

        Now = end;
        Step(new Tick());
    }

    public void Pass(double seconds) => Pass(TimeSpan.FromSeconds(seconds));

    /// <summary>Lets so many seconds pass; the worker reports every second.</summary>
    public void PassWith(string worker, int seconds, int window = 1, params HeldRun[] held)
    {
        for (var second = 0; second < seconds; second++)
        {
            Pass(1);
            Beat(worker, window, held: held);
        }
    }

    public JobRecord Submit(JobSpec job, string client = Client)
    {
        Step(new Submit(++_requests, client, job));
        return Table.Ledger.Find(job.Id)!;
    }

    public (string Code, string Message) Refused(JobSpec job)
    {
        Take<AnswerRefused>();
        Step(new Submit(++_requests, Client, job));
        var refusal = Take<AnswerRefused>().Single();
        return (refusal.Code, refusal.Message);
    }

    public void Cancel(JobId job) => Step(new Cancel(++_requests, job, "test"));

    /// <summary>The worker registers and has so much credit.</summary>
    public void Enter(string worker, int window = 1, long incarnation = 1, Ballot? previous = null)
    {
        Step(new Register(worker, incarnation, LabelSet.Of(["runtime:exec", "runtime:python"]), previous ?? Ballot.None));
        _reports[worker] = 0;
        Beat(worker, window, incarnation);
    }

    public void Beat(string worker, int window = 1, long incarnation = 1, params HeldRun[] held) =>
        Step(new Report(worker, incarnation, ++_reports[worker], window, [.. held]));

    public void Finish(Run run, RunOutcome outcome) => Step(new Finish(run.Worker, run.Incarnation, run.Job.Id, run.Epoch, outcome));

    /// <summary>The grants since the last call.</summary>
    public IReadOnlyList<Run> Grants() => Take<Run>();

    /// <summary>The effects of this kind since the last call.</summary>
    public IReadOnlyList<T> Take<T>()
        where T : JobEffect
    {
        var taken = _effects.OfType<T>().ToArray();
        _effects.RemoveAll(effect => effect is T);
        return taken;
    }

    public static HeldRun Held(Run run) => new(run.Job.Id, run.Epoch);
}
