using Actors.Services;
using Actors.Services.Brokers;

namespace Actors.Tests.Services.Simulation;

/// <summary>What the broker's actor does around a desk.</summary>
internal sealed class SimulatedDesk
{
    private readonly CallWorld _world;
    private readonly Dictionary<string, RunParcel> _runs = [];
    private readonly Dictionary<ulong, Search> _searches = [];
    private ulong _searchCount;
    private bool _isHome;

    public SimulatedDesk(CallWorld world, string node)
    {
        _world = world;
        Node = node;
        Terms = world.DeskTerms;
        Desk = new ServiceDesk(CallWorld.Service, Terms, world.Time.Now);
        Tick();
    }

    public string Node { get; }

    public DeskTerms Terms { get; }

    public ServiceDesk Desk { get; }

    public bool IsAlive { get; private set; } = true;

    public bool IsLeaving { get; set; }

    public void Kill() => IsAlive = false;

    /// <summary>Another broker is gone.</summary>
    public void Lose(string broker)
    {
        if (IsAlive)
            Do(() => Desk.Lose(other => other != broker, _world.Time.Now));
    }

    public void HomeIs(string home)
    {
        if (!IsAlive)
            return;
        _isHome = home == Node;
        if (_isHome)
            Do(() => Desk.TakeOver(_world.Time.Now));
        else
            Do(() => Desk.GiveAway(home, _world.Time.Now));
    }

    public void Receive(object message, string sender)
    {
        if (!IsAlive)
            return;
        switch (message)
        {
            case CallBatch batch when !_isHome:
                foreach (var call in batch.Calls)
                    Tell(sender, new ReplyBatch { Replies = { new CallReply { CallId = call.CallId, Failure = new CallFailure { Code = ErrorCodes.Moved, Message = "elsewhere" } } } });
                break;
            case CallBatch batch:
                Do(() => Desk.Arrive(_world.Options.OneShare ? "all" : batch.Client, sender, batch.Calls.Select(Heard), _world.Time.Now));
                break;
            case RegisterHost host when !_isHome:
                Tell(sender, new HostDismissed { Host = host.Host, Registration = host.Registration, Broker = Node });
                break;
            case RegisterHost host:
                var shape = _world.Options.IgnoreLimits ? CallWorld.WithoutLimits(host.Shape) : host.Shape;
                Do(() => Desk.Register(new RegisterHost(host) { Shape = shape }, _world.Time.Now));
                break;
            case HostReport report when Desk.RegistrationOf(report.Host) != report.Registration:
                Tell(sender, new HostDismissed { Host = report.Host, Registration = report.Registration, Broker = Node });
                break;
            case HostReport report:
                Do(() => Desk.Report(Broken(report), _world.Time.Now));
                break;
            case CheckCalls check:
                Do(() => Desk.Check(check.Client, sender, check.CallIds.Select(CallId.FromWire), _world.Time.Now));
                break;
            case CancelCalls cancel:
                Do(() => Desk.Cancel(cancel.Client, cancel.CallIds.Select(CallId.FromWire), _world.Time.Now));
                break;
            case ReplyBatch replies:
                Do(() =>
                {
                    foreach (var reply in replies.Replies)
                        Desk.Keep(reply, _world.Time.Now);
                });
                break;
            case HandKept handed when _world.Options.DropHanded && _isHome:
                Tell(sender, new KeptTaken { Service = handed.Service, Number = handed.Number });
                break;
            case HandKept handed:
                Do(() => Tell(sender, Desk.TakeKept(handed, _world.Time.Now)));
                break;
            case KeptTaken taken:
                Do(() => Desk.Taken(taken, _world.Time.Now));
                break;
            case GetReply get:
                Show(get, sender);
                break;
            case ReplyShown shown when _searches.TryGetValue(shown.RequestId, out var search):
                search.Answers.Add(shown);
                if (search.Answers.Count == search.Asked)
                    EndSearch(shown.RequestId);
                break;
        }
    }

    private void Show(GetReply get, string sender)
    {
        if (TryShow(get, sender))
            return;
        if (get.OnlyHere)
            Tell(sender, new ReplyShown { RequestId = get.RequestId });
        else if (!_isHome)
            Tell(sender, new ServiceRequestFailed { RequestId = get.RequestId, Code = ErrorCodes.Unavailable });
        else
            Begin(get, sender);
    }

    private bool TryShow(GetReply get, string sender)
    {
        if (!Desk.Keeps(CallId.FromWire(get.CallId)))
            return false;
        Do(() => Desk.Show(CallId.FromWire(get.CallId), new ReplyAsker(sender, get.RequestId), WireTimes.Span(get.WaitMs), _world.Time.Now));
        return true;
    }

    private void Begin(GetReply get, string sender)
    {
        var number = ++_searchCount;
        string[] others = _world.Options.AskNobody ? [] : [.. _world.OtherBrokers(Node)];
        _searches.Add(number, new Search(get, sender, others.Length, []));
        var question = ReplySearch.Question(get);
        question.RequestId = number;
        foreach (var other in others)
            Tell(other, question);
        _world.Time.After(others.Length == 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(1.5), () => EndSearch(number));
    }

    private void EndSearch(ulong number)
    {
        if (IsAlive && _searches.Remove(number, out var search) && !TryShow(search.Get, search.Asker))
            Tell(search.Asker, ReplySearch.Join(search.Get, search.Answers, search.Answers.Count == search.Asked));
    }

    // For the worlds that are broken on purpose.
    private ServiceCall Heard(ServiceCall call)
    {
        if (!_world.Options.IgnoreLabels)
            return call;
        var heard = call.Clone();
        heard.Placement = null;
        return heard;
    }

    private HostReport Broken(HostReport report)
    {
        if (!_world.Options.DropReturned && !_world.Options.LoseEnds && !_world.Options.DoubleCredit)
            return report;
        var broken = report.Clone();
        foreach (var ended in broken.Ended.Where(_ => _world.Options.DropReturned))
            ended.IsReturned = false;
        if (_world.Options.LoseEnds)
        {
            broken.Ended.Clear();
            broken.Held.Add(Desk.Hosts.Where(host => host.Id == report.Host).SelectMany(host => host.Held.Keys).Where(id => id.Value % 10 == 0).Select(id => id.ToWire()));
        }

        if (_world.Options.DoubleCredit)
            broken.Window *= 2;
        return broken;
    }

    private void Do(Action act)
    {
        act();
        foreach (var effect in Desk.TakeEffects())
            CarryOut(effect);
        foreach (var (host, parcel) in _runs)
            Tell(host, parcel.Batch);
        _runs.Clear();
        _world.Checks.AfterDesk(this);
    }

    private void CarryOut(DeskEffect effect)
    {
        _world.Tell($"{Node}: {effect}");
        switch (effect)
        {
            case SendRun run:
                _world.Checks.Given(this, run);
                if (!_runs.TryGetValue(run.Host, out var parcel) || !parcel.HasRoomFor(run))
                {
                    if (parcel is not null)
                        Tell(run.Host, parcel.Batch);
                    _runs[run.Host] = parcel = new RunParcel(run);
                }

                parcel.Add(run, run.Call.IsKept ? Node : run.Call.Client, DeskMessages.Remaining(run.Call, _world.Time.Now));
                break;
            case SendReply(var client, var reply):
                _world.Checks.Said(reply);
                Tell(client, new ReplyBatch { Replies = { reply } });
                break;
            case SendKnown(var client, var calls):
                Tell(client, new CallsKnown { CallIds = { calls.Select(call => call.Id.ToWire()) } });
                break;
            case SendStop(var host, var registration, var call):
                Tell(host, new StopRuns { Host = host, Registration = registration, CallIds = { call.ToWire() } });
                break;
            case SendAskBack(var host, var registration, var number, var calls) when _world.Options.TakeUnconfirmed:
                var taken = calls.Select(id => new EndedRun { CallId = id.ToWire(), IsReturned = true, Number = Desk.Calls.First(call => call.Id == id).Number }).ToArray();
                var window = Desk.Hosts.First(seat => seat.Id == host).Window;
                _world.Time.After(TimeSpan.FromMilliseconds(1), () => Do(() => Desk.Report(new HostReport { Host = host, Registration = registration, Window = window, Answered = number, Ended = { taken } }, _world.Time.Now)));
                break;
            case SendAskBack(var host, var registration, var number, var calls):
                Tell(host, new ReturnRuns { Host = host, Registration = registration, Number = number, CallIds = { calls.Select(call => call.ToWire()) } });
                break;
            case SendProlong(var host, var call, var client, var remaining):
                Tell(host, new ProlongRun { Host = host, CallId = call.ToWire(), Client = client == SendRepeat.ToBroker ? Node : client, RemainingMs = remaining > TimeSpan.Zero ? WireTimes.Of(remaining) : 0 });
                break;
            case SendKept(var broker, var message):
                Tell(broker, message);
                if (_world.Options.ForgetHanded)
                    _world.Time.After(TimeSpan.Zero, () => Receive(new KeptTaken { Number = message.Number }, broker));
                break;
            case PassCancel(var broker, var calls):
                Tell(broker, new CancelCalls { Service = CallWorld.Service, CallIds = { calls.Select(call => call.ToWire()) } });
                break;
            case SendRepeat(var host, var call, var client, var isRepeatable):
                Tell(host, new RepeatReply { Host = host, CallId = call.ToWire(), Client = client == SendRepeat.ToBroker ? Node : client, AtLeastOnce = isRepeatable });
                break;
            case SendAccepted(var host, var registration, var report):
                Tell(host, new HostAccepted { Host = host, Broker = Node, Registration = registration, Report = report, LeaseMs = (long)Terms.Lease.TotalMilliseconds });
                break;
            case SendDismissed(var host, var registration):
                Tell(host, new HostDismissed { Host = host, Registration = registration, Broker = Node });
                break;
            case ShowReply(var asker, var state, var reply):
                Tell(asker.Client, new ReplyShown { RequestId = asker.Request, State = state, Reply = reply });
                break;
        }
    }

    private void Tell(string to, object message) => _world.Send(Node, to, message);

    private void Tick()
    {
        if (!IsAlive)
            return;
        Do(() => Desk.Tick(_world.Time.Now));
        var due = Desk.NextDue(_world.Time.Now) - _world.Time.Now;
        _world.Time.After(due < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : due > TimeSpan.FromMilliseconds(500) ? TimeSpan.FromMilliseconds(500) : due, Tick);
    }

    private sealed record Search(GetReply Get, string Asker, int Asked, List<ReplyShown> Answers);
}
