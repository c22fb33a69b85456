using Actors.Services;
using Actors.Services.Hosts;
using Actors.Services.Internal;
using Google.Protobuf;
using Xunit.Sdk;

namespace Actors.Tests.Services.Simulation;

/// <summary>What the host's actor and its threads do around the table. Methods take virtual time.</summary>
internal sealed class SimulatedHost
{
    private readonly CallWorld _world;
    private readonly Queue<HeldCall> _waiting = new();
    private readonly Queue<Action> _missed = new();
    private readonly Dictionary<long, CallReply> _offers = [];
    private readonly HashSet<long> _unsent = [];
    private bool _isPaused;
    private bool _isEmpty;
    private long _links;
    private int _free;

    public SimulatedHost(CallWorld world, string id, int slots, string label)
    {
        _world = world;
        (Id, Label) = (id, label);
        Slots = _free = slots;
        Table = new HostTable(id, CallWorld.Service, world.HostTerms with { Slots = slots });
        Tick();
    }

    public string Id { get; }

    public string Label { get; }

    public int Slots { get; }

    public HostTable Table { get; }

    public bool IsAlive { get; private set; } = true;

    public bool IsLeaving { get; private set; }

    public int Running { get; private set; }

    /// <summary>What it has and could begin.</summary>
    public IEnumerable<HeldCall> Unbegun => _waiting.Where(call => call.IsWaiting);

    /// <summary>The largest window that it has reported.</summary>
    public int MostWanted { get; private set; }

    public void Kill() => IsAlive = false;

    public void Leave()
    {
        IsLeaving = true;
        Do(() => Table.Leave(_world.Time.Now));
    }

    public void Pause(TimeSpan length)
    {
        if (_isPaused || !IsAlive)
            return;
        _isPaused = true;
        _world.Time.After(length, () =>
        {
            _isPaused = false;
            while (IsAlive && _missed.TryDequeue(out var missed))
                missed();
        });
    }

    public void Receive(object message, string sender) => Awake(() =>
    {
        switch (message)
        {
            case RunBatch batch:
                Do(() => Table.Came(batch, _world.Time.Now));
                break;
            case HostAccepted accepted:
                Do(() => Table.Accepted(accepted, _world.Time.Now));
                break;
            case HostDismissed dismissed:
                Do(() => Table.Dismissed(dismissed, _world.Time.Now));
                break;
            case StopRuns stop:
                Do(() => Table.Stop(stop.CallIds.Select(CallId.FromWire), _world.Time.Now));
                break;
            case ReturnRuns back:
                Do(() => Table.Return(back.Registration, back.Number, back.CallIds.Select(CallId.FromWire), _world.Time.Now));
                break;
            case SimulatedTransfer.Arguments arguments:
                Do(() => Table.Fetched(arguments.For, arguments.Bytes.Memory, _world.Time.Now));
                break;
            case SimulatedTransfer.NoArguments none:
                Do(() => Table.NotFetched(none.For));
                break;
            case SimulatedTransfer.PullReply pull when _offers.TryGetValue(pull.Fetch.Value.Link, out var offered):
                _world.Send(Id, sender, new SimulatedTransfer.Reply(pull.Fetch, offered.Value));
                Sent(pull.Fetch.Value.Link);
                break;
            case ProlongRun prolong:
                Table.Prolong(CallId.FromWire(prolong.CallId), prolong.Client, prolong.RemainingMs, _world.Time.Now);
                break;
            case RepeatReply repeat:
                Do(() => Table.Repeat(CallId.FromWire(repeat.CallId), repeat.Client, repeat.AtLeastOnce));
                break;
        }
    });

    private void Awake(Action act)
    {
        if (!IsAlive)
            return;
        if (_isPaused)
            _missed.Enqueue(act);
        else
            act();
    }

    private void Tick()
    {
        if (!IsAlive)
            return;
        Do(() => Table.Tick(_world.Time.Now));
        _world.Time.After(TimeSpan.FromMilliseconds(100), () => Awake(Tick));
    }

    private void Do(Action act)
    {
        act();
        foreach (var effect in Table.TakeEffects())
            CarryOut(effect);
        Work();
    }

    private void CarryOut(HostEffect effect)
    {
        if (effect is not RunHeld)
            _world.Tell($"{Id}: {effect}");
        switch (effect)
        {
            case RunHeld(var call):
                _waiting.Enqueue(call);
                break;
            case FetchFor(var call):
                Fetch(call, SimulatedTransfer.Tries);
                break;
            case DropFor:
                break;
            case ReplyTo(var client, var reply) when HostTable.IsLarge(reply):
                var link = ++_links;
                _offers.Add(link, reply);
                _unsent.Add(link);
                _world.Time.After(SimulatedTransfer.AgainAfter * SimulatedTransfer.Tries, () => Awake(() => Sent(link)));
                var offer = new CallReply { CallId = reply.CallId, Large = new LargeValue { Link = link, Source = Id, Bytes = reply.Value.Length } };
                _world.Send(Id, client, new ReplyBatch { Service = CallWorld.Service, Replies = { offer } });
                break;
            case ReplyTo(var client, var reply):
                _world.Checks.Said(reply);
                _world.Send(Id, client, new ReplyBatch { Service = CallWorld.Service, Replies = { reply } });
                break;
            case ReportTo(var report):
                MostWanted = Math.Max(MostWanted, report.Window);
                _world.Send(Id, report.Broker, report);
                break;
            case AskToRegister(var registration, var held):
                var register = new RegisterHost { Host = Id, Service = CallWorld.Service, Registration = registration, Shape = _world.Shape, Labels = { Label }, Slots = Slots };
                register.Held.Add(held.Select(call => call.Call.CallId));
                register.UnderLimits.Add(held.Where(call => call.Limits.Count > 0).Select(call => new HeldRun { CallId = call.Call.CallId, Limits = { call.Limits } }));
                foreach (var part in Parts.Of(register, _world.HostTerms.MessageBytes))
                    _world.SendToBroker(Id, _world.HomeSeenBy(Id), part, Id);
                break;
            case HostIsEmpty:
                _isEmpty = true;
                LeaveWhenSent();
                break;
        }
    }

    private void Sent(long link)
    {
        _unsent.Remove(link);
        LeaveWhenSent();
    }

    private void LeaveWhenSent()
    {
        if (!_isEmpty || _unsent.Count > 0 || !IsAlive)
            return;
        _world.Tell($"{Id} has left");
        IsAlive = false;
        _world.HasLeft(this);
    }

    private void Fetch(HeldCall call, int tries)
    {
        if (!call.IsFetching || !call.IsWaiting)
            return;
        if (tries == 0)
        {
            Do(() => Table.NotFetched(call));
            return;
        }

        _world.Send(Id, call.Client, new SimulatedTransfer.PullArguments(call));
        _world.Time.After(SimulatedTransfer.AgainAfter, () => Awake(() => Fetch(call, tries - 1)));
    }

    private void Work()
    {
        while (_free > 0 && _waiting.TryDequeue(out var call))
        {
            var cancel = new CancellationTokenSource();
            if (!call.TryBegin(cancel))
                continue;
            if (call.IsFetching || !call.Call.Arguments.Equals(_world.SpecOf(call.Id).Arguments))
                throw new XunitException($"{call.Id} runs without its arguments");
            _free--;
            Running++;
            _world.Checks.Begun(call.Id, this);
            if (_world.Options.RunTwice)
                _world.Checks.Begun(call.Id, this);
            var takes = _world.SpecOf(call.Id).Takes;
            Run(call, cancel, takes, takes);
        }
    }

    private void Run(HeldCall call, CancellationTokenSource cancel, TimeSpan left, TimeSpan took)
    {
        var slice = left < TimeSpan.FromMilliseconds(50) ? left : TimeSpan.FromMilliseconds(50);
        _world.Time.After(slice, () => Awake(() =>
        {
            left -= slice;
            if (left > TimeSpan.Zero && !(cancel.IsCancellationRequested && _world.SpecOf(call.Id).Listens))
            {
                Run(call, cancel, left, took);
                return;
            }

            var reply = new CallReply { CallId = call.Call.CallId };
            if (cancel.IsCancellationRequested)
                reply.Failure = new CallFailure { Code = ErrorCodes.Cancelled, Message = "told to stop" };
            else
                reply.Value = ByteString.CopyFromUtf8($"{call.Id}/{_world.Checks.RunsOf(call.Id)}/".PadRight(_world.SpecOf(call.Id).IsLarge ? ServicesSettings.InlineBytes + 1 : 0));
            _free++;
            Running--;
            Do(() =>
            {
                Table.Ended(call, reply, took, _world.Time.Now);
                Table.ReportIfUrgent(_world.Time.Now);
            });
            if (Table.HasUnreported)
                _world.Time.After(TimeSpan.FromMilliseconds(10), () => Awake(() => Do(() => Table.Tick(_world.Time.Now))));
        }));
    }
}
