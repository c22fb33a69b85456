using System.Collections.Immutable;
using Actors.Dispatch;
using Actors.Jobs;
using Actors.Jobs.Table;
using Actors.Jobs.Workers;
using Actors.Storage;
using Xunit.Sdk;

namespace Actors.Tests.Jobs.Simulation;

/// <summary>
/// Brokers, workers and clients in one thread under virtual time, with a network and processes that fail as the seed says. The tables are the
/// product's own; what the actors do around them is modelled.
/// </summary>
internal sealed class JobsWorld
{
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Dictionary<string, SimulatedWorker> _workers = [];
    private readonly HashSet<string> _cutOff = [];
    private readonly HashSet<JobId> _acknowledged = [];
    private readonly HashSet<JobId> _seenOver = [];
    private readonly HashSet<ObjectId> _declared = [];
    private readonly HashSet<ObjectId> _stored = [];
    private readonly List<SimulatedJournal> _lostJournals = [];
    private readonly HashSet<JobId> _poison = [];
    private readonly List<JobSpec> _jobs = [];
    private readonly Dictionary<ObjectId, (JobId Job, Epoch Epoch)> _made = [];
    private readonly Dictionary<ObjectId, ObjectId> _bindings = [];
    private SimulatedBroker? _broker;
    private long _ballots;
    private long _incarnations;
    private bool _isCalm;

    public JobsWorld(int seed, WorldOptions options)
    {
        Random = new Random(seed);
        Options = options;
        Time = new VirtualTime();
        Journal = new SimulatedJournal(Time, Random);
        TableSettings = new JobTableSettings { LedgerIsVolatile = options.LedgerIsVolatile };
        StartBroker();
        for (var i = 0; i < options.Workers; i++)
            StartWorker($"w{i}");
        for (var i = 0; i < options.Jobs; i++)
            PlanJob(i);
        if (options.CrashBrokers)
            Plan(TimeSpan.FromSeconds(9), CrashBroker);
        if (options.CrashWorkers)
            Plan(TimeSpan.FromSeconds(4), () => CrashWorker(_workers[$"w{Random.Next(options.Workers)}"]));
        if (options.DrainWorkers)
            Plan(TimeSpan.FromSeconds(7), () => DrainWorker(_workers[$"w{Random.Next(options.Workers)}"]));
        if (options.Partition)
            Plan(TimeSpan.FromSeconds(5), CutOff);
    }

    public Random Random { get; }

    public WorldOptions Options { get; }

    public VirtualTime Time { get; }

    public SimulatedJournal Journal { get; private set; }

    public int Executions { get; set; }

    public JobTableSettings TableSettings { get; }

    public TimeSpan BrokerClock => Time.Now;

    public IReadOnlyDictionary<ObjectId, ObjectId> Bindings => _bindings;

    public SimulatedBroker Broker => _broker!;

    /// <summary>What was sent and done, for reading a failed seed.</summary>
    public List<string> Story { get; } = [];

    public void Tell(string what) => Story.Add($"{Time.Now:hh\\:mm\\:ss\\.fff} {what}");

    public void Run()
    {
        Time.RunUntil(Options.Chaos);
        _isCalm = true;
        _cutOff.Clear();
        Time.RunUntil(Options.Chaos + TimeSpan.FromMinutes(4));
        foreach (var journal in _lostJournals.Append(Journal))
            JobsWorldChecks.CheckLedger(journal.Durable, _made, _bindings);
        CheckEverythingEnded();
        JobsWorldChecks.CheckReplay(Broker.Table.Ledger, Journal.Durable);
    }

    public long IncarnationOf(string worker) => _workers[worker].Incarnation;

    public bool KillsItsWorker(JobId job) => _poison.Contains(job) && !_isCalm;

    public RunOutcome OutcomeOf(WorkerRun run)
    {
        var dice = Options.BadRuns ? Random.NextDouble() : 1;
        if (dice < 0.15)
            return new RunOutcome { Verdict = JobVerdict.Exit, ExitCode = 1, Reason = "exit code 1" };
        if (dice < 0.18)
            return new RunOutcome { Verdict = JobVerdict.Sandbox, Reason = "no sandbox" };
        var made = new ObjectId(NextId());
        _made.Add(made, (run.Job.Id, run.Key.Epoch));
        return new RunOutcome { Verdict = JobVerdict.Ok, ObjectId = made.ToWire(), Length = 1 };
    }

    public void CrashWorker(SimulatedWorker worker)
    {
        if (!worker.IsAlive)
            return;
        Tell($"{worker.Id} crashes");
        worker.Crash();
        Time.After(TimeSpan.FromMilliseconds(Random.Next(50, 6000)), () => StartWorker(worker.Id));
    }

    public void StopWorker(SimulatedWorker worker)
    {
        Tell($"{worker.Id} has left");
        worker.Crash();
        Time.After(TimeSpan.FromMilliseconds(Random.Next(50, 3000)), () => StartWorker(worker.Id));
    }

    /// <summary>A run may start when its time has come and all that it reads is there.</summary>
    public void CheckStart(JobSpec job)
    {
        if (job.NotBefore > Start + Time.Now)
            throw new XunitException($"job {job.Id} starts before {job.NotBefore:O}");
        if (job.Inputs.FirstOrDefault(input => StateOf(input.Id) != InputState.Present) is { } missing)
            throw new XunitException($"job {job.Id} starts without {missing.Name}");
    }

    public void CheckRunsApart()
    {
        if (RunsTogether().FirstOrDefault() is not { } twice)
            return;
        if (twice.Any(run => run.Epoch.Ballot == Broker.Ballot))
            throw new XunitException($"job {twice.Key} runs on two workers at {Time.Now}");
        // Both were granted by brokers before this one, which hears of the older one first and lets it go on until it hears of the later one.
        var broker = Broker;
        Time.After(TableSettings.Lease.Duration, () =>
        {
            if (broker == Broker && RunsTogether().Any(runs => runs.SequenceEqual(twice)))
                throw new XunitException($"job {twice.Key} still runs on two workers at {Time.Now}");
        });
    }

    private IEnumerable<IGrouping<JobId, RunKey>> RunsTogether() =>
        _workers.Values.Where(worker => worker.IsAlive).SelectMany(worker => worker.Executing).GroupBy(run => run.Job).Where(runs => runs.Count() > 1);

    public void FromWorker(SimulatedWorker worker, WorkerAction action) =>
        Send(worker.Id, () => _broker?.Step(CommandOf(worker, action)));

    public void CarryOut(SimulatedBroker broker, JobEffect effect)
    {
        Tell($"broker {broker.Ballot}: {effect}");
        switch (effect)
        {
            case AnswerAccepted accepted:
                CheckDurable<JobSubmitted>(accepted.Job, "an answer to a client");
                Send("client", () => _acknowledged.Add(accepted.Job));
                break;
            case AnswerShown shown:
                CheckDurable<JobEnded>(shown.Job, "an answer to a cancel");
                break;
            case LookAtInput look:
                Time.After(Delay(), () => broker.Step(new InputSeen(look.Input, StateOf(look.Input))));
                break;
            case DeclareOutput declare:
                Time.After(Delay(), () => _declared.Add(declare.Output));
                break;
            case PublishOutput publish:
                Time.After(Delay(), () => Publish(broker, publish));
                break;
            case WorkerEffect toWorker:
                if (toWorker is AnswerResult { Accepted: true } answer)
                    CheckDurable<JobEventOf>(answer.Job, "an answer to a worker", change => change is JobEnded or RunFailed or RunLost);
                Send(toWorker.Worker, () => Deliver(broker, toWorker));
                break;
        }
    }

    private void Deliver(SimulatedBroker broker, WorkerEffect effect)
    {
        if (_workers.TryGetValue(effect.Worker, out var worker) && worker.Incarnation == effect.Incarnation)
            worker.Step(InputOf(broker, effect));
    }

    private WorkerInput InputOf(SimulatedBroker broker, WorkerEffect effect) => effect switch
    {
        Welcome welcome => new Registered(broker.Ballot, TableSettings.Lease, welcome.Number),
        AskRegistration => new RegistrationAsked(),
        AnswerReport answer => new ReportWasAnswered(broker.Ballot, answer.Sequence, Keys(answer.Renewed), Keys(answer.Refused), Keys(answer.Unknown)),
        Actors.Jobs.Table.Run run => new RunGranted(run.Epoch, run.Job, run.Client, run.Attempt, run.AnswersSequence),
        Stop stop => new StopAsked(broker.Ballot, new RunKey(stop.Job, stop.Epoch), stop.Reason),
        AnswerResult answer => new ResultWasAnswered(broker.Ballot, new RunKey(answer.Job, answer.Epoch), answer.Accepted, answer.Reason),
        _ => throw new XunitException($"no input for {effect}"),
    };

    private static ImmutableArray<RunKey> Keys(ImmutableArray<HeldRun> runs) => [.. runs.Select(run => new RunKey(run.Job, run.Epoch))];

    private static JobCommand CommandOf(SimulatedWorker worker, WorkerAction action) => action switch
    {
        SendRegistration registration => new Register(worker.Id, worker.Incarnation, LabelSet.Of(["runtime:exec"]), worker.Table.LastBallot, registration.Number),
        SendReport report => new Report(
            worker.Id, worker.Incarnation, report.Sequence, report.Window, [.. report.Held.Select(run => new HeldRun(run.Key.Job, run.Key.Epoch, run.Progress))]),
        SendResume resume => new Resume(worker.Id, worker.Incarnation, resume.Run.Key.Epoch, resume.Run.Job, resume.Run.Client),
        SendResult result => new Finish(worker.Id, worker.Incarnation, result.Run.Key.Job, result.Run.Key.Epoch, result.Run.Outcome!),
        SendReturn back => new Return(worker.Id, worker.Incarnation, back.Run.Job, back.Run.Epoch, back.Reason),
        _ => throw new XunitException($"no command for {action}"),
    };

    private void Publish(SimulatedBroker broker, PublishOutput publish)
    {
        var target = ObjectId.FromWire(publish.Outcome.ObjectId);
        // A job that was lost with its broker's journal and submitted again has run twice; then the store keeps its first output.
        if (!_bindings.TryAdd(publish.Output, target) && _bindings[publish.Output] != target && !Options.LedgerIsVolatile)
            throw new XunitException($"output {publish.Output} was bound to {_bindings[publish.Output]} and then to {target} (J4)");
        broker.Step(new OutputStored(publish.Job));
    }

    private InputState StateOf(ObjectId id) =>
        _stored.Contains(id) || _bindings.ContainsKey(id) ? InputState.Present : _declared.Contains(id) ? InputState.Incomplete : InputState.Absent;

    private void PlanJob(int number)
    {
        var at = TimeSpan.FromMilliseconds(Random.Next((int)Options.Chaos.TotalMilliseconds));
        var spec = new JobSpec
        {
            Id = new JobId(NextId()),
            Output = new ObjectId(NextId()),
            Runtime = "exec",
            Arguments = ["/bin/true"],
            Inputs = [.. _jobs.Where(_ => Random.NextDouble() < 0.04).Select(job => new JobInput($"in{job.Id}", job.Output))],
            Retries = new JobRetries { Limit = Random.Next(4), FirstPause = TimeSpan.FromMilliseconds(100) },
            Priority = Random.Next(-1, 2),
        };
        if (Options.MixedJobs)
            spec = Mixed(spec, at);
        _jobs.Add(spec);
        if (Options.BadRuns && Random.NextDouble() < 0.03)
            _poison.Add(spec.Id);
        Time.After(at, () => SubmitUntilAccepted(spec, $"client{number % 3}"));
        if (Random.NextDouble() < 0.1)
            Time.After(at + TimeSpan.FromMilliseconds(Random.Next(5000)), () => Send("client", () => _broker?.Step(new Cancel(0, spec.Id, "no longer wanted"))));
    }

    private JobSpec Mixed(JobSpec spec, TimeSpan at) => Random.Next(12) switch
    {
        0 or 1 => spec with { NotBefore = Start + at + TimeSpan.FromMilliseconds(Random.Next(8000)) },
        2 => spec with { Deadline = Start + at + TimeSpan.FromMilliseconds(Random.Next(500, 20_000)) },
        3 => spec with { Inputs = spec.Inputs.Add(new JobInput("put", StoredLater(at))) },
        4 => spec with { Inputs = spec.Inputs.Add(new JobInput("never", new ObjectId(NextId()))) },
        _ => spec,
    };

    private ObjectId StoredLater(TimeSpan around)
    {
        var id = new ObjectId(NextId());
        Time.After(around + TimeSpan.FromMilliseconds(Random.Next(-2000, 2000)), () => _stored.Add(id));
        return id;
    }

    private void SubmitUntilAccepted(JobSpec spec, string client)
    {
        if (Options.LedgerIsVolatile ? _seenOver.Contains(spec.Id) : _acknowledged.Contains(spec.Id))
            return;
        Send("client", () => { if (_broker?.Table.Ledger.Find(spec.Id) is { IsOver: true }) _seenOver.Add(spec.Id); });
        Send("client", () => _broker?.Step(new Submit(0, client, spec)));
        Time.After(TimeSpan.FromMilliseconds(500), () => SubmitUntilAccepted(spec, client));
    }

    private void StartBroker()
    {
        var isFirst = ++_ballots == 1;
        // Every time another node; then its clock decides, and clocks differ by more than brokers live.
        var ballot = Options.LedgerIsVolatile ? new Ballot(1000 + Random.Next(-100, 100), $"node{_ballots}") : new Ballot(_ballots, "broker");
        if (Options.LedgerIsVolatile && !isFirst)
        {
            _lostJournals.Add(Journal);
            Journal = new SimulatedJournal(Time, Random);
        }

        _broker = new SimulatedBroker(this, ballot, !isFirst);
    }

    private void CrashBroker()
    {
        if (_broker is null || !_broker.IsAlive)
            return;
        Tell("broker crashes");
        _broker.Crash();
        foreach (var worker in _workers.Values)
            worker.Step(new BrokerChanged(false));
        Time.After(TimeSpan.FromMilliseconds(Random.Next(100, 8000)), () =>
        {
            StartBroker();
            foreach (var id in _workers.Keys.ToArray())
                Time.After(TimeSpan.FromMilliseconds(Random.Next(500)), () => _workers[id].Step(new BrokerChanged(true)));
        });
    }

    private void DrainWorker(SimulatedWorker worker)
    {
        Tell($"{worker.Id} drains");
        worker.Step(new DrainBegun(TimeSpan.FromSeconds(2)));
    }

    private void StartWorker(string id) => _workers[id] = new SimulatedWorker(this, id, ++_incarnations);

    private void CutOff()
    {
        var worker = $"w{Random.Next(Options.Workers)}";
        Tell($"{worker} is cut off");
        if (_cutOff.Add(worker))
            Time.After(TimeSpan.FromMilliseconds(Random.Next(100, 9000)), () => _cutOff.Remove(worker));
    }

    // Again and again at random times until the chaos is over.
    private void Plan(TimeSpan meanPause, Action fault) => Time.After(meanPause * (0.2 + (1.6 * Random.NextDouble())), () =>
    {
        if (_isCalm)
            return;
        fault();
        Plan(meanPause, fault);
    });

    private void Send(string peer, Action arrival)
    {
        var copies = _isCalm ? 1 : Random.NextDouble() < Options.Loss ? 0 : Random.NextDouble() < Options.Duplication ? 2 : 1;
        for (var i = 0; i < copies; i++)
        {
            if (!_cutOff.Contains(peer))
                Time.After(IsStraggler() ? Delay() * 50 : Delay(), () => { if (!_cutOff.Contains(peer)) arrival(); });
        }
    }

    private bool IsStraggler() => !_isCalm && Options.Stragglers > 0 && Random.NextDouble() < Options.Stragglers;

    private TimeSpan Delay() => TimeSpan.FromMilliseconds(1 + (Random.NextDouble() * (_isCalm ? 2 : Options.LongestDelay.TotalMilliseconds)));

    private UInt128 NextId() => new((ulong)Random.NextInt64() | 1, (ulong)Random.NextInt64());

    private void CheckDurable<T>(JobId job, string what, Func<T, bool>? matches = null)
        where T : JobEventOf
    {
        if (!Journal.Durable.OfType<T>().Any(change => change.Job == job && (matches is null || matches(change))))
            throw new XunitException($"{what} about job {job} left before its {typeof(T).Name} was durable (J3)");
    }

    private void CheckEverythingEnded()
    {
        foreach (var spec in _jobs)
        {
            var job = Broker.Table.Ledger.Find(spec.Id);
            if (_seenOver.Contains(spec.Id))
                continue;
            if (job is not { HasEnded: true } || (job.Phase == JobPhase.Completed && !job.IsPublished))
                throw new XunitException($"job {spec.Id} never ended (J1): {job?.Phase} {job?.Reason} {string.Join(' ', job is null ? [] : Broker.Table.Explain(job))}");
        }
    }
}
