using Actors.Services.Internal;
using Akka.Actor;

namespace Actors.Services.Brokers;

/// <summary>Carries out what desks want: says it to hosts, clients and other brokers. What goes to one host or client travels together. Part of the broker's actor.</summary>
internal sealed class DeskCourier
{
    private readonly IUntypedActorContext _context;
    private readonly DeskTerms _terms;
    private readonly Address _address;
    private readonly PathBook _paths;
    private readonly Dictionary<string, (string Service, IActorRef Actor)> _hosts = [];
    private readonly Dictionary<string, RunParcel> _runs = [];
    private readonly ReplyBox _replies;

    public DeskCourier(IUntypedActorContext context, DeskTerms terms, Address address)
    {
        (_context, _terms, _address) = (context, terms, address);
        _paths = new PathBook(context.System);
        _replies = new ReplyBox("", (client, batch) => _paths.RefOf(client).Tell(batch));
    }

    private TimeSpan Now => _context.System.Scheduler.MonotonicClock;

    /// <summary>To a client, with what else it gets.</summary>
    public void Reply(string client, CallReply reply) => _replies.Add(client, reply);

    public string PathOf(IActorRef actor) => _paths.PathOf(actor);

    public IActorRef BrokerAt(Address node) => _paths.RefOf(PathBook.PathOf(node, CallBroker.Path));

    // ---- hosts ----

    /// <summary>A host speaks, from wherever it is now.</summary>
    public void Know(string host, string service, IActorRef actor) => _hosts[host] = (service, actor);

    public void ForgetHosts(Func<string, string, bool> isThere)
    {
        foreach (var (host, (service, _)) in _hosts)
        {
            if (!isThere(service, host))
                _hosts.Remove(host);
        }
    }

    /// <summary>Of its node; of a program outside of the cluster, that of the node through which it speaks. Empty: not known.</summary>
    public string AddressOf(string host) => _hosts.TryGetValue(host, out var seat) ? (seat.Actor.Path.Address.HasLocalScope ? _address : seat.Actor.Path.Address).ToString() : "";

    public void Dismiss(string host, long registration, IActorRef actor) =>
        actor.Tell(new HostDismissed { Host = host, Registration = registration, Broker = _address.ToString() });

    // ---- effects ----

    public void CarryOut(string service, DeskEffect effect)
    {
        switch (effect)
        {
            case SendRun run:
                Run(run);
                break;
            case SendReply(var client, var reply):
                _replies.Add(client, reply);
                break;
            case SendKnown(var client, var calls):
                foreach (var part in calls.Chunk(Batches.MaxIds))
                    _paths.RefOf(client).Tell(DeskMessages.Known(part));
                break;
            case SendStop(var host, var registration, var call):
                ToHost(host, new StopRuns { Host = host, Registration = registration, CallIds = { call.ToWire() } });
                break;
            case SendAskBack(var host, var registration, var number, var calls):
                foreach (var part in calls.Chunk(Batches.MaxIds))
                    ToHost(host, new ReturnRuns { Host = host, Registration = registration, Number = number, CallIds = { part.Select(call => call.ToWire()) } });
                break;
            case SendProlong(var host, var call, var client, var remaining):
                ToHost(host, new ProlongRun { Host = host, CallId = call.ToWire(), Client = PathOf(client), RemainingMs = remaining > TimeSpan.Zero ? WireTimes.Of(remaining) : 0 });
                break;
            case SendKept(var broker, var message):
                BrokerAt(Address.Parse(broker)).Tell(message, _context.Self);
                break;
            case PassCancel(var broker, var calls):
                foreach (var part in calls.Chunk(Batches.MaxIds))
                    BrokerAt(Address.Parse(broker)).Tell(new CancelCalls { Service = service, CallIds = { part.Select(call => call.ToWire()) } }, _context.Self);
                break;
            case SendRepeat(var host, var call, var client, var isRepeatable):
                ToHost(host, new RepeatReply { Host = host, CallId = call.ToWire(), Client = PathOf(client), AtLeastOnce = isRepeatable });
                break;
            case SendAccepted(var host, var registration, var report):
                if (_hosts.TryGetValue(host, out var accepted))
                    accepted.Actor.Tell(Accepted(host, registration, report, accepted.Actor));
                break;
            case SendDismissed(var host, var registration):
                if (_hosts.TryGetValue(host, out var dismissed))
                    Dismiss(host, registration, dismissed.Actor);
                break;
            case ShowReply(var asker, var state, var reply):
                _paths.RefOf(asker.Client).Tell(new ReplyShown { RequestId = asker.Request, State = state, Reply = reply });
                break;
        }
    }

    /// <summary>Sends what was put together.</summary>
    public void Send()
    {
        foreach (var (host, parcel) in _runs)
            ToHost(host, parcel.Batch);
        _runs.Clear();
        _replies.Send();
    }

    private string PathOf(string client) => client == SendRepeat.ToBroker ? _paths.PathOf(_context.Self) : client;

    private HostAccepted Accepted(string host, long registration, long report, IActorRef actor) => new()
    {
        Host = host,
        Broker = _address.ToString(),
        Registration = registration,
        Report = report,
        LeaseMs = (long)_terms.Lease.TotalMilliseconds,
        Self = _paths.PathOf(actor),
    };

    private void Run(SendRun run)
    {
        if (_runs.TryGetValue(run.Host, out var parcel) && !parcel.HasRoomFor(run))
        {
            ToHost(run.Host, parcel.Batch);
            parcel = null;
        }

        if (parcel is null)
            _runs[run.Host] = parcel = new RunParcel(run);
        parcel.Add(run, run.Call.IsKept ? _paths.PathOf(_context.Self) : run.Call.Client, DeskMessages.Remaining(run.Call, Now));
    }

    private void ToHost(string host, object message)
    {
        if (_hosts.TryGetValue(host, out var to))
            to.Actor.Tell(message);
    }
}
