using Actors.Dispatch;
using Actors.Jobs.Table;

namespace Actors.Tests.Jobs.Simulation;

/// <summary>What the broker actor does around the table: append, hold back effects until their events are durable, tick.</summary>
internal sealed class SimulatedBroker
{
    private readonly JobsWorld _world;
    private readonly SimulatedJournal _journal;
    private readonly long _writer;
    private readonly PriorityQueue<JobEffect, (long After, long Order)> _held = new();
    private readonly Queue<List<JobEvent>> _unwritten = new();
    private readonly PlannedTick _tick = new();
    private bool _writing;
    private long _durable;
    private long _order;

    public SimulatedBroker(JobsWorld world, Ballot ballot, bool hadPredecessor)
    {
        _world = world;
        _journal = world.Journal;
        _writer = _journal.TakeOver();
        if (world.Options.LoseLeases)
            _journal.LoseOpenLeases();
        _durable = _journal.Durable.Count;
        Ballot = ballot;
        Table = new JobTable(world.TableSettings, Ballot, _journal.Durable);
        IsAlive = true;
        Step(new TakeOver(hadPredecessor && !world.Options.NoGrace));
    }

    public Ballot Ballot { get; }

    public JobTable Table { get; }

    public bool IsAlive { get; private set; }

    public void Crash() => IsAlive = false;

    public void Step(JobCommand command)
    {
        if (!IsAlive)
            return;
        if (_world.Options.NoGrace && command is Register register)
            command = register with { Previous = Ballot.None };
        if (_world.Options.IgnoreEpochs && command is Finish finish && Table.Ledger.Find(finish.Job) is { } job)
            command = finish with { Epoch = job.Epoch, Worker = job.Worker, Incarnation = _world.IncarnationOf(job.Worker) };
        if (command is not Actors.Jobs.Table.Tick)
            _world.Tell($"broker {Ballot} gets {command}");
        var step = Table.Step(command, new Moment(_world.BrokerClock, JobsWorld.Start + _world.Time.Now));
        if (step.Events.Count > 0)
            _unwritten.Enqueue(step.Events);
        foreach (var effect in step.Effects)
            _held.Enqueue(effect, (_world.Options.AnswerEarly ? 0 : effect.After, _order++));
        Write();
        Release();
        PlanTick();
    }

    // One append at a time, so that events become durable in order.
    private void Write()
    {
        if (_writing || !_unwritten.TryDequeue(out var events))
            return;
        _writing = true;
        _journal.Append(_writer, events, () =>
        {
            if (!IsAlive)
                return; // durable, but its writer will never know
            _writing = false;
            _durable += events.Count;
            Release();
            Write();
        });
    }

    private void Release()
    {
        while (_held.TryPeek(out var effect, out var key) && key.After <= _durable)
        {
            _held.Dequeue();
            _world.CarryOut(this, effect);
        }
    }

    private void PlanTick()
    {
        if (Table.NextDue is not { } due || !_tick.Plan(due))
            return;
        _world.Time.After(due > _world.Time.Now ? due - _world.Time.Now : TimeSpan.Zero, () =>
        {
            if (_tick.Take(due))
                Step(new Tick());
        });
    }
}
