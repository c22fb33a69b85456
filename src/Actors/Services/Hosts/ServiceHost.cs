using Actors.Links;
using Actors.Services.Internal;
using Akka.Actor;
using Akka.Event;

namespace Actors.Services.Hosts;

/// <summary>
/// The thin actor around <see cref="HostTable"/>, one for each service that a program serves: talks with the service's broker and with clients, hands calls to the threads that run
/// them, keeps time.
/// </summary>
internal sealed class ServiceHost : UntypedActor, IWithTimers
{
    // Half of the default frame, as for links.
    private const int MaxBatchBytes = 64 * 1024;

    private readonly ServiceHostPlan _plan;
    private readonly ServiceRoute _route;
    private readonly HostTable _table;
    private readonly CallRunner _runner;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Inbox<EndedCall> _ended = new();
    private readonly Dictionary<string, ReplyBatch> _replies = [];
    private readonly Dictionary<long, IActorRef> _streams = [];
    private readonly Dictionary<IActorRef, (HeldCall Call, int Slot)> _streaming = [];
    private string _path = "";
    private bool _isRegistered;

    public ServiceHost(ServiceHostPlan plan, ServiceRoute route)
    {
        _plan = plan;
        _route = route;
        _table = new HostTable(plan.Host, plan.Service, plan.Terms);
        var self = Self;
        _runner = new CallRunner(plan.Callee, plan.Terms.Slots, plan.Threads, plan.Time, ended =>
        {
            if (_ended.Add(ended))
                self.Tell(CallsEnded.Instance);
        });
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private static TimeSpan Now => Context.System.Scheduler.MonotonicClock;

    public static Props Props(ServiceHostPlan plan, ServiceRoute route) => Akka.Actor.Props.Create(() => new ServiceHost(plan, route));

    protected override void PreStart()
    {
        Timers.StartPeriodicTimer(nameof(Tick), Tick.Instance, _plan.Terms.GiveBackAfter);
        Do(() => _table.Tick(Now));
    }

    protected override void PostStop() => _plan.Ended.TrySetResult();

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case RunBatch batch:
                Do(() => _table.Came(batch, Now));
                break;
            case CallsEnded:
                TakeEnded();
                break;
            case HostAccepted accepted:
                _path = accepted.Self;
                Do(() => _table.Accepted(accepted, Now));
                SayRegistered();
                break;
            case HostDismissed dismissed:
                Do(() => _table.Dismissed(dismissed, Now));
                break;
            case StopRuns stop:
                Do(() => _table.Stop(stop.CallIds.Select(CallId.FromWire), Now));
                break;
            case ReturnRuns back:
                Do(() => _table.Return(back.Registration, back.Number, back.CallIds.Select(CallId.FromWire), Now));
                break;
            case RepeatReply repeat:
                Do(() => _table.Repeat(CallId.FromWire(repeat.CallId), repeat.Client, repeat.AtLeastOnce));
                break;
            case Tick or ReportDue:
                Do(() => _table.Tick(Now));
                break;
            case Leave:
                Do(() => _table.Leave(Now));
                break;
            case LinkDemand demand:
                ToStream(demand.Link, demand);
                break;
            case LinkBroken broken:
                ToStream(broken.Link, broken);
                break;
            case Terminated terminated:
                EndStream(terminated.ActorRef);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void TakeEnded()
    {
        for (var left = _ended.Begin(); left > 0 && _ended.TryTake(out var ended); left--)
            Take(ended);
        _table.ReportIfUrgent(Now);
        CarryOut();
        if (_table.HasUnreported && !Timers.IsTimerActive(nameof(ReportDue)))
            Timers.StartSingleTimer(nameof(ReportDue), ReportDue.Instance, _plan.Terms.ReportDelay);
    }

    private void Take(EndedCall ended)
    {
        if (ended.Outcome.Stream is { } values)
        {
            Stream(ended, values);
            return;
        }

        var reply = new CallReply { CallId = ended.Call.Call.CallId };
        if (ended.Outcome.Failure is { } failure)
            reply.Failure = failure;
        else
            reply.Value = ended.Outcome.Value;
        if (reply.CalculateSize() > _plan.MaxReplyBytes)
            reply = new CallReply { CallId = ended.Call.Call.CallId, Failure = TooLarge(ended) };
        _table.Ended(ended.Call, reply, ended.Took, Now);
        ended.Call.Dispose();
    }

    private CallFailure TooLarge(EndedCall ended) => new()
    {
        Code = ErrorCodes.TooLarge,
        Message = $"the result of {ended.Call.Call.Method} has {ended.Outcome.Value?.Length ?? 0} bytes of JSON; at most {_plan.MaxReplyBytes} may travel: return a stream, or store it and return its id",
    };

    private void Stream(EndedCall ended, IAsyncEnumerable<ReadOnlyMemory<byte>> values)
    {
        if (ended.Call.Call.KeepMs > 0)
        {
            var failure = new CallFailure { Code = ErrorCodes.Invalid, Message = $"{ended.Call.Call.Method} gives a stream, which cannot be kept" };
            _table.Ended(ended.Call, new CallReply { CallId = ended.Call.Call.CallId, Failure = failure }, ended.Took, Now);
            _runner.StreamEnded(ended.Slot);
            return;
        }

        var link = ended.Call.Id.LinkNumber;
        var order = new StreamOrder(link, ended.Call, ended.Slot, values, _plan.MaxReplyBytes, _plan.Link);
        var source = Context.ActorOf(StreamSource.Props(order, _route));
        Context.Watch(source);
        _streams.Add(link, source);
        _streaming.Add(source, (ended.Call, ended.Slot));
        _table.Answer(ended.Call, new CallReply { CallId = ended.Call.Call.CallId, Stream = new ReplyStream { Link = link, Source = _path } }, Now);
    }

    private void ToStream(long link, object message)
    {
        if (_streams.TryGetValue(link, out var source))
            source.Forward(message);
    }

    private void EndStream(IActorRef source)
    {
        if (!_streaming.Remove(source, out var stream))
            return;
        _streams.Remove(_streams.First(pair => pair.Value.Equals(source)).Key);
        _runner.StreamEnded(stream.Slot);
        Do(() => _table.Ended(stream.Call, null, null, Now));
        stream.Call.Dispose();
    }

    private void Do(Action act)
    {
        act();
        CarryOut();
    }

    private void CarryOut()
    {
        foreach (var effect in _table.TakeEffects())
            CarryOut(effect);
        SendReplies();
    }

    private void CarryOut(HostEffect effect)
    {
        switch (effect)
        {
            case RunHeld(var call):
                _runner.Add(call);
                break;
            case ReplyTo(var client, var reply):
                Reply(client, reply);
                break;
            case ReportTo(var report):
                SendReplies(); // first the replies: a broker that keeps them must not hear of the end before
                _route.ToRouter(report, Self);
                break;
            case AskToRegister(var registration, var held):
                _route.ToRouter(
                    new RegisterHost
                    {
                        Host = _plan.Host,
                        Service = _plan.Service,
                        Version = _plan.Version,
                        Shape = _plan.Shape,
                        Labels = { _plan.Labels, _route.Labels },
                        Slots = _plan.Terms.Slots,
                        Registration = registration,
                        Held = { held.Select(call => call.Call.CallId) },
                        UnderLimits = { held.Where(call => call.Limits.Count > 0).Select(call => new HeldRun { CallId = call.Call.CallId, Limits = { call.Limits } }) },
                    },
                    Self);
                break;
            case HostIsEmpty:
                SendReplies();
                Self.Tell(PoisonPill.Instance);
                break;
        }
    }

    private void Reply(string client, CallReply reply)
    {
        if (!_replies.TryGetValue(client, out var batch))
            _replies.Add(client, batch = new ReplyBatch { Service = _plan.Service });
        batch.Replies.Add(reply);
    }

    private void SendReplies()
    {
        if (_replies.Count == 0)
            return;
        foreach (var (client, batch) in _replies)
        {
            foreach (var part in Batches.Of(batch, MaxBatchBytes))
                _route.To(client, part, Self);
        }

        _replies.Clear();
    }

    private void SayRegistered()
    {
        if (_isRegistered)
            return;
        _isRegistered = true;
        _log.Info("Service {0} is served by host {1}", _plan.Service, _plan.Host);
        _plan.Registered.TrySetResult();
    }

    /// <summary>Take nothing new, let what runs end; the actor stops then.</summary>
    public sealed class Leave
    {
        public static readonly Leave Instance = new();
    }

    private sealed class CallsEnded
    {
        public static readonly CallsEnded Instance = new();
    }

    private sealed class Tick
    {
        public static readonly Tick Instance = new();
    }

    private sealed class ReportDue
    {
        public static readonly ReportDue Instance = new();
    }
}

/// <summary>What one host serves, and how.</summary>
internal sealed record ServiceHostPlan
{
    /// <summary>Unique for good.</summary>
    public required string Host { get; init; }

    public required string Service { get; init; }

    public string Version { get; init; } = "";

    public required ServiceShape Shape { get; init; }

    /// <summary>Its own, besides those of its node.</summary>
    public IReadOnlyCollection<string> Labels { get; init; } = [];

    public required ICallee Callee { get; init; }

    public required HostTerms Terms { get; init; }

    public required CallThreads Threads { get; init; }

    public required TimeProvider Time { get; init; }

    public required int MaxReplyBytes { get; init; }

    public required LinkSettings Link { get; init; }

    /// <summary>Completed when a broker has taken the host up.</summary>
    public TaskCompletionSource Registered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completed when it has ended.</summary>
    public TaskCompletionSource Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
