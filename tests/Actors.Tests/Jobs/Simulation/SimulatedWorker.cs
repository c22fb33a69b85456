using Actors.Dispatch;
using Actors.Jobs;
using Actors.Jobs.Workers;
using Xunit.Sdk;

namespace Actors.Tests.Jobs.Simulation;

/// <summary>What the worker actor does around its table: runs that take time, can be frozen, and may take the whole worker along.</summary>
internal sealed class SimulatedWorker
{
    private readonly JobsWorld _world;
    private readonly double _rate;
    private readonly Dictionary<RunKey, Execution> _executions = [];
    private readonly PlannedTick _tick = new();

    public SimulatedWorker(JobsWorld world, string id, long incarnation)
    {
        _world = world;
        _rate = 1 + ((world.Random.NextDouble() - 0.5) * 0.02); // clocks differ by up to 1 %
        Id = id;
        Incarnation = incarnation;
        Table = new WorkerTable(slots: 2, new WorkerTableSettings());
        Step(new BrokerChanged(true));
    }

    public string Id { get; }

    public long Incarnation { get; }

    public WorkerTable Table { get; }

    public bool IsAlive { get; private set; } = true;

    public IEnumerable<RunKey> Executing => _executions.Where(execution => !execution.Value.IsFrozen).Select(execution => execution.Key);

    private TimeSpan Clock => _world.Time.Now * _rate;

    public void Crash()
    {
        IsAlive = false;
        _executions.Clear();
    }

    public void Step(WorkerInput input)
    {
        if (!IsAlive)
            return;
        if (_world.Options.WorkersTrustTooLong && input is Registered registered)
            input = registered with { Terms = registered.Terms with { Duration = registered.Terms.Duration * 3 } };
        if (input is not TimePassed)
            _world.Tell($"{Id} gets {input}");
        foreach (var action in Table.Step(input, Clock))
            CarryOut(action);
        PlanTick();
    }

    private void CarryOut(WorkerAction action)
    {
        _world.Tell($"{Id}: {action}");
        switch (action)
        {
            case StartRun start:
                Start(start.Run);
                break;
            case KillRun kill:
                _executions.Remove(kill.Run);
                _world.Time.After(TimeSpan.FromMilliseconds(5), () => Step(new RunEnded(kill.Run, new RunOutcome { Verdict = JobVerdict.Cancelled })));
                break;
            case SuspendRun suspend:
                if (_executions.TryGetValue(suspend.Run, out var frozen))
                    frozen.IsFrozen = true;
                break;
            case ContinueRun go:
                if (_executions.TryGetValue(go.Run, out var execution))
                    execution.IsFrozen = false;
                break;
            case DrainCompleted:
                if (_executions.Count > 0)
                    throw new XunitException($"{Id} has drained while it runs {_executions.Keys.First()}");
                _world.StopWorker(this);
                break;
            default:
                _world.FromWorker(this, action);
                break;
        }

        _world.CheckRunsApart();
    }

    private void Start(WorkerRun run)
    {
        _world.CheckStart(run.Job);
        var execution = new Execution { Left = TimeSpan.FromMilliseconds(_world.Random.Next(20, 4000)) };
        _executions.Add(run.Key, execution);
        _world.Executions++;
        Work(run, execution);
    }

    private void Work(WorkerRun run, Execution execution)
    {
        var slice = TimeSpan.FromMilliseconds(20);
        _world.Time.After(slice, () =>
        {
            if (!IsAlive || !_executions.TryGetValue(run.Key, out var current) || current != execution)
                return;
            if (!execution.IsFrozen)
                execution.Left -= slice;
            if (execution.Left > TimeSpan.Zero)
            {
                Work(run, execution);
                return;
            }

            _executions.Remove(run.Key);
            if (_world.KillsItsWorker(run.Job.Id))
                _world.CrashWorker(this);
            else
                Step(new RunEnded(run.Key, _world.OutcomeOf(run)));
        });
    }

    private void PlanTick()
    {
        if (Table.NextDue() is var due && (due == TimeSpan.MaxValue || !_tick.Plan(due)))
            return;
        var delay = due > Clock ? ((due - Clock) / _rate) + TimeSpan.FromTicks(1) : TimeSpan.Zero;
        _world.Time.After(delay, () =>
        {
            if (_tick.Take(due))
                Step(new TimePassed());
        });
    }

    private sealed class Execution
    {
        public TimeSpan Left { get; set; }

        public bool IsFrozen { get; set; }
    }
}
