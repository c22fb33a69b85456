using Actors.Services;
using Actors.Services.Calls;

namespace Actors.Tests.Services.Simulation;

/// <summary>What the client's actor does around its book, and the callers behind it.</summary>
internal sealed class SimulatedClient
{
    private readonly CallWorld _world;
    private readonly List<(PendingCall Call, CallSpec Spec, TimeSpan Began)> _waiting = [];
    private readonly HashSet<FetchThis> _fetches = [];
    private ulong _questions;

    public SimulatedClient(CallWorld world, string node)
    {
        _world = world;
        Node = node;
        Book = new CallBook(world.CallTerms);
        Tick();
    }

    public string Node { get; }

    public CallBook Book { get; }

    public bool IsAlive { get; private set; } = true;

    public IEnumerable<CallSpec> Waiting => _waiting.Select(waiting => waiting.Spec);

    public Dictionary<ulong, (CallSpec Spec, Action<ReplyShown> Answer)> Questions { get; } = [];

    public void Kill() => IsAlive = false;

    public void Call(CallSpec spec)
    {
        if (!IsAlive)
            return;
        var timeout = spec.Timeout;
        var call = new PendingCall(spec.Id, CallWorld.Service, spec.ToMessage(), timeout);
        _world.Tell($"{Node} calls {spec}");
        spec.Made(this);
        _waiting.Add((call, spec, _world.Time.Now));
        Do(() => Book.Add(call, _world.Time.Now));
        if (spec.CancelAfter is { } after)
        {
            _world.Time.After(after, () =>
            {
                if (!IsAlive || call.Reply.Task.IsCompleted)
                    return;
                spec.WasCancelled = true;
                call.Reply.TrySetCanceled();
                Do(() => Book.Cancel(call));
            });
        }
    }

    /// <summary>Asks until there is an answer.</summary>
    public void Ask(CallSpec spec, TimeSpan wait, Action<ReplyShown> answer)
    {
        if (!IsAlive)
            return;
        var number = ++_questions;
        Questions[number] = (spec, answer);
        _world.Time.After(wait + TimeSpan.FromSeconds(2), () => AskAgain(number, wait));
        _world.SendToBroker(Node, _world.HomeSeenBy(Node), new GetReply { RequestId = number, Service = CallWorld.Service, CallId = spec.Id.ToWire(), WaitMs = (long)wait.TotalMilliseconds }, Node);
    }

    public void Receive(object message, string sender)
    {
        if (!IsAlive)
            return;
        switch (message)
        {
            case ReplyBatch batch:
                Do(() =>
                {
                    foreach (var reply in batch.Replies)
                        Book.Replied(reply, _world.Time.Now);
                });
                break;
            case CallsKnown known:
                Do(() => Book.Known(known.CallIds.Select(CallId.FromWire), known.RemainingMs, _world.Time.Now));
                break;
            case SimulatedTransfer.PullArguments pull:
                object answer = Book.Find(pull.For.Id) is { } waiting ? new SimulatedTransfer.Arguments(pull.For, _world.SpecOf(waiting.Id).Arguments) : new SimulatedTransfer.NoArguments(pull.For);
                _world.Send(Node, sender, answer);
                break;
            case SimulatedTransfer.Reply reply when _fetches.Remove(reply.Fetch):
                Do(() => Book.Replied(new CallReply { CallId = reply.Fetch.Call.ToWire(), Value = reply.Value }, _world.Time.Now));
                break;
            case ServiceRequestFailed failed:
                _world.Time.After(TimeSpan.FromMilliseconds(200), () => AskAgain(failed.RequestId, TimeSpan.Zero));
                break;
            case ReplyShown shown when Questions.Remove(shown.RequestId, out var question):
                question.Answer(shown);
                break;
        }
    }

    private void AskAgain(ulong number, TimeSpan wait)
    {
        if (Questions.Remove(number, out var question))
            Ask(question.Spec, wait, question.Answer);
    }

    private void Tick()
    {
        if (!IsAlive)
            return;
        if (!_world.Options.NeverTimeOut)
            Do(() => Book.Tick(_world.Time.Now));
        _world.Time.After(TimeSpan.FromMilliseconds(250), Tick);
    }

    private void Do(Action act)
    {
        act();
        if (Book.HasUnsent)
        {
            foreach (var (_, calls) in Book.TakeUnsent(_world.Time.Now))
                Send(calls);
        }

        foreach (var wish in Book.TakeWishes())
        {
            if (wish is FetchThis fetch)
            {
                _fetches.Add(fetch);
                Fetch(fetch, SimulatedTransfer.Tries);
                continue;
            }

            foreach (var broker in _world.BrokerNodes)
            {
                object message = wish is CheckThese
                    ? new CheckCalls { Client = Node, Service = wish.Service, CallIds = { wish.Calls.Select(call => call.ToWire()) } }
                    : new CancelCalls { Client = _world.Options.CancelForAll ? "" : Node, Service = wish.Service, CallIds = { wish.Calls.Select(call => call.ToWire()) } };
                _world.SendToBroker(Node, broker, message, Node);
            }
        }

        for (var i = _waiting.Count - 1; i >= 0; i--)
        {
            var (call, spec, began) = _waiting[i];
            if (!call.Reply.Task.IsCompleted)
            {
                _world.Checks.StillWaits(spec, call, began);
                continue;
            }

            _waiting.RemoveAt(i);
            if (!call.Reply.Task.IsCanceled)
                _world.Checks.Replied(spec, call.Reply.Task.Result, began);
        }
    }

    private void Fetch(FetchThis fetch, int tries)
    {
        if (!IsAlive || !_fetches.Contains(fetch))
            return;
        if (tries == 0)
        {
            _fetches.Remove(fetch);
            Do(() => Book.NotFetched(fetch.Call, _world.Time.Now));
            return;
        }

        _world.Send(Node, fetch.Value.Source, new SimulatedTransfer.PullReply(fetch));
        _world.Time.After(SimulatedTransfer.AgainAfter, () => Fetch(fetch, tries - 1));
    }

    private void Send(List<PendingCall> calls)
    {
        var batch = new CallBatch { Client = Node, Service = CallWorld.Service, Calls = { calls.Select(call => call.Call) } };
        var home = _world.HomeSeenBy(Node);
        if (!_world.Network.IsKnownToBeBroken(Node, home))
        {
            _world.SendToBroker(Node, home, batch, Node);
            return;
        }

        // The router of its own node.
        var replies = new ReplyBatch { Replies = { batch.Calls.Select(call => new CallReply { CallId = call.CallId, Failure = new CallFailure { Code = ErrorCodes.Moved, Message = "cannot be reached" } }) } };
        _world.Time.After(TimeSpan.Zero, () => Receive(replies, Node));
    }
}
