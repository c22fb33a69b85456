using System.Security.Cryptography;
using Actors.Jobs;
using Actors.Jobs.Brokers;
using Actors.Jobs.Workers;
using Actors.Storage;
using Akka.Actor;
using Google.Protobuf;

namespace Actors.Gateways.ComputeCloud;

/// <summary>
/// To the broker a worker like any other, for python jobs; its hands are the foreign runners. GETJ is its credit, UPD its result, and what a runner keeps beyond its
/// lease is lost.
/// </summary>
/// <remarks>
/// The broker's leases are seconds, so that a dead gateway costs little; this actor renews them while the runner's own lease, a minute, lasts.
/// </remarks>
internal sealed class ForeignWorker : UntypedActor, IWithTimers
{
    /// <summary>Jobs out with runners at a time; each is a record of some 100 KiB at most.</summary>
    private const int MaxHeld = 256;

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    private readonly ComputeCloudSettings _settings;
    private readonly IdSource _ids;
    private readonly WorkerTable _table = new(MaxHeld, new WorkerTableSettings());
    private readonly Queue<Taker> _takers = [];
    private readonly Dictionary<JobId, Held> _held = [];
    private readonly Dictionary<JobId, TaskCompletionSource<bool>> _finishing = [];
    private WorkerIdentity _identity;
    private ActorSelection? _broker;

    public ForeignWorker(WorkerIdentity identity, ComputeCloudSettings settings, IdSource ids) => (_identity, _settings, _ids) = (identity, settings, ids);

    public ITimerScheduler Timers { get; set; } = null!;

    private static TimeSpan Now => Context.System.Scheduler.MonotonicClock;

    protected override void PreStart()
    {
        Context.ActorOf(BrokerWatch.Props(), "watch");
        Timers.StartPeriodicTimer(nameof(Look), new Look(), LookEvery);
    }

    protected override void PostRestart(Exception reason)
    {
        _identity = _identity.AfterRestart(Context.System.Scheduler.Now);
        base.PostRestart(reason);
    }

    protected override void PostStop()
    {
        foreach (var taker in _takers) taker.Answer.TrySetResult(null);
        foreach (var waiting in _finishing.Values) waiting.TrySetResult(false);
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case BrokerPlace place:
                _broker = place.Active is { } active ? Context.ActorSelection(BrokerProxy.PathAt(active)) : null;
                Step(new BrokerChanged(_broker is not null));
                break;
            case Take take:
                _takers.Enqueue(new Taker(take.Answer, Now + _settings.TakePatience));
                Step(new CreditChanged());
                break;
            case Finish finish:
                End(finish);
                break;
            case GiveBack back when _held.TryGetValue(back.Job, out var held):
                Return(held.Run, back.Reason);
                break;
            case Look:
                LookAtTime();
                break;
            case Ended ended:
                Step(new RunEnded(ended.Run, new RunOutcome { Verdict = JobVerdict.Lost }));
                break;
            case IMessage fromBroker when WorkerWire.InputOf(fromBroker, _identity) is { } input:
                if (input is ResultWasAnswered answer && _finishing.Remove(answer.Run.Job, out var waiting)) waiting.TrySetResult(answer.Accepted);
                Step(input);
                break;
        }
    }

    private void Step(WorkerInput input)
    {
        foreach (var action in _table.Step(input, Now)) CarryOut(action);
    }

    private void CarryOut(WorkerAction action)
    {
        switch (action)
        {
            case StartRun start:
                Hand(start.Run);
                break;
            case KillRun kill:
                // The runner cannot be stopped, but what it brings will be refused.
                Drop(kill.Run.Job);
                Self.Tell(new Ended(kill.Run));
                break;
            case SuspendRun or ContinueRun or DrainCompleted:
                break; // a foreign runner cannot be frozen either; its lease with us goes on
            case SendReport report:
                Send(report with { Window = Math.Min(MaxHeld, _takers.Count + _held.Count) });
                break;
            default:
                Send(action);
                break;
        }
    }

    private void Hand(WorkerRun run)
    {
        _held[run.Key.Job] = new Held(run, Now + _settings.Lease);
        while (_takers.TryDequeue(out var taker))
            if (taker.Answer.TrySetResult(run.Job)) return;
        // Whoever asked has gone in the meantime.
        Return(run, "no runner asks for a job any more");
    }

    private void End(Finish finish)
    {
        if (!_held.Remove(finish.Job, out var held) || held.Until <= Now)
        {
            finish.Answer.TrySetResult(false);
            return;
        }

        _finishing[finish.Job] = finish.Answer;
        Step(new RunEnded(held.Run.Key, new RunOutcome
        {
            Verdict = JobVerdict.Ok,
            ObjectId = ObjectId.New(_ids).ToWire(),
            Length = finish.Output.Length,
            Sha256 = ByteString.CopyFrom(SHA256.HashData(finish.Output)),
            InlineOutput = ByteString.CopyFrom(finish.Output),
            Stderr = ByteString.CopyFrom(finish.Errors),
        }));
    }

    private void LookAtTime()
    {
        var had = _takers.Count;
        while (_takers.TryPeek(out var first) && first.Until <= Now) _takers.Dequeue().Answer.TrySetResult(null);
        if (_takers.Count != had) Step(new CreditChanged()); // or the broker would grant to nobody
        foreach (var held in _held.Values.Where(held => held.Until <= Now).ToArray()) Lose(held.Run);
        Step(new TimePassed());
    }

    // Counts against the job, as with any worker that dies: otherwise one that kills its runners would go round for ever.
    private void Lose(WorkerRun run)
    {
        _held.Remove(run.Key.Job);
        Step(new RunEnded(run.Key, new RunOutcome { Verdict = JobVerdict.Lost, Reason = "the foreign runner did not bring a result within its lease" }));
    }

    /// <summary>The broker hears of it at once; the table when the broker refuses to renew the lease.</summary>
    private void Return(WorkerRun run, string reason)
    {
        _held.Remove(run.Key.Job);
        Send(new SendReturn(run.Key, reason));
    }

    private void Drop(JobId job)
    {
        _held.Remove(job);
        if (_finishing.Remove(job, out var waiting)) waiting.TrySetResult(false);
    }

    private void Send(WorkerAction action)
    {
        if (WorkerWire.MessageOf(action, _identity, _table.LastBallot) is { } message) _broker?.Tell(message, Self);
    }

    /// <summary>GETJ: completed with a job, or with null when none comes in time.</summary>
    public sealed record Take(TaskCompletionSource<JobSpec?> Answer);

    /// <summary>UPD: completed with whether it counted.</summary>
    public sealed record Finish(JobId Job, byte[] Output, byte[] Errors, TaskCompletionSource<bool> Answer);

    public sealed record GiveBack(JobId Job, string Reason);

    private sealed record Look;

    private sealed record Ended(RunKey Run);

    private sealed record Taker(TaskCompletionSource<JobSpec?> Answer, TimeSpan Until);

    private sealed record Held(WorkerRun Run, TimeSpan Until);
}
