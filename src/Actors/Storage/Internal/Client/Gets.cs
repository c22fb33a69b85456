using Actors.Storage.Internal.Planning;
using Akka.Actor;

namespace Actors.Storage.Internal.Client;

/// <summary>The searches of a client, each an instance of <see cref="GetState"/>. Part of the client's actor.</summary>
internal sealed class Gets(ClientParts parts, Suspects suspects, IActorRef self, Func<TimeSpan> now, Func<long> nextRequest)
{
    private readonly HashSet<Pending> _pending = [];
    private readonly Dictionary<long, (Pending Get, string Node)> _asked = [];

    public void Begin(FindCommand command)
    {
        var get = new Pending(command, now());
        _pending.Add(get);
        Search(get);
    }

    public void On(ObjectAnswer answer)
    {
        if (!_asked.Remove(answer.Request, out var asked))
            return;
        var (get, node) = asked;
        suspects.Trust(node);
        if (get.State is not { } state)
            return;
        var word = Word(answer);
        if (word == GetAnswer.Held)
            get.Held[node] = new FoundObject(answer.Record.FromWire(), answer.Content.Memory, node);
        else if (word == GetAnswer.Incomplete)
            get.Incomplete = answer.Record.FromWire();
        Take(get, state.Answered(node, word, now()));
    }

    public void Tick()
    {
        foreach (var get in _pending.ToArray())
        {
            if (now() - get.Begun >= parts.Settings.GetTimeout)
                Expire(get);
            else if (get.State is not { } state)
                Search(get);
            else if (now() - state.LastAsked >= parts.Settings.GetPatience)
                Hedge(get, state);
        }
    }

    public void Stop()
    {
        foreach (var get in _pending.ToArray())
            Fail(get, ErrorCodes.Unavailable, "this node stops");
    }

    private static GetAnswer Word(ObjectAnswer answer) => answer.Status switch
    {
        AnswerStatus.Held when !Records.IsSound(answer.Record) => GetAnswer.Failed, // of a newer version, which knows more states
        AnswerStatus.Held => answer.Record.State == ObjectState.Incomplete ? GetAnswer.Incomplete : GetAnswer.Held,
        AnswerStatus.Damaged => GetAnswer.Damaged,
        _ => GetAnswer.Absent,
    };

    private void Search(Pending get)
    {
        if (parts.View.IsEmpty)
            return;
        var plan = GetPlan.For(parts.View.Ring, get.Command.Id, suspects.With(parts.View.Unreachable, now()), parts.Settings.Replicas)
            .WithLost(parts.View.Lost, parts.Settings.LostMemory, now());
        Take(get, GetState.Begin(plan, now()));
    }

    private void Hedge(Pending get, GetState state)
    {
        foreach (var node in state.Asked.Except(state.Answers.Keys))
            suspects.Suspect(node, now());
        Take(get, state.Tick(parts.Settings.GetPatience, now()));
    }

    private void Expire(Pending get)
    {
        get.Expired = true;
        if (get.State is { } state)
            Take(get, state.Expired());
        else
            Fail(get, ErrorCodes.Unavailable, get.LastFailure ?? "no node with the role storage is up");
    }

    private void Take(Pending get, GetStep step)
    {
        get.State = step.State;
        foreach (var effect in step.Effects)
        {
            switch (effect)
            {
                case AskNode(var node):
                    Ask(get, node);
                    break;
                case GetFound(var node, var lacking):
                    Found(get, node, lackingOwners: lacking.Length > 0);
                    break;
                case GetFailed(ErrorCodes.Incomplete, _) when get.Incomplete is { } info:
                    Forget(get);
                    get.Command.Done.TrySetResult(new FoundObject(info, default, ""));
                    break;
                case GetFailed(ErrorCodes.NotFound, _):
                    Fail(get, ErrorCodes.NotFound, "every storage node says that it has none");
                    break;
                case GetLost(var lost):
                    // At once: it may be away for longer than anyone waits.
                    Fail(get, ErrorCodes.Unavailable, FormattableString.Invariant($"node {lost.NodeId} was lost at {lost.At.UtcDateTime:u} and may hold it"));
                    break;
                case GetFailed(_, var silent) when get.Expired:
                    Fail(get, ErrorCodes.Unavailable, $"no copy was found, and {silent} storage nodes that may have one do not answer");
                    break;
                case GetFailed(_, var silent):
                    // Copies may be healed or nodes come back before the time is up: the next tick searches again.
                    get.LastFailure = $"no copy was found, and {silent} storage nodes that may have one cannot serve it";
                    get.State = null;
                    break;
            }
        }
    }

    private void Ask(Pending get, string node)
    {
        var request = nextRequest();
        _asked.Add(request, (get, node));
        get.Requests.Add(request);
        parts.View.ActorOf(node)?.Tell(new GetObject { Request = request, Id = get.Command.Id.ToWire(), Content = get.Command.Content }, self);
    }

    private void Found(Pending get, string node, bool lackingOwners)
    {
        Forget(get);
        if (lackingOwners)
            parts.View.ActorOf(node)?.Tell(new SettleObject { Id = get.Command.Id.ToWire() }, self);
        get.Command.Done.TrySetResult(get.Held[node]);
    }

    private void Fail(Pending get, string code, string reason)
    {
        Forget(get);
        get.Command.Done.TrySetException(new ActorsException(code, $"Object {get.Command.Id}: {reason}."));
    }

    private void Forget(Pending get)
    {
        _pending.Remove(get);
        foreach (var request in get.Requests)
            _asked.Remove(request);
    }

    private sealed class Pending(FindCommand command, TimeSpan begun)
    {
        public FindCommand Command { get; } = command;

        public TimeSpan Begun { get; } = begun;

        /// <summary>Null: to be searched for at the next tick.</summary>
        public GetState? State { get; set; }

        public bool Expired { get; set; }

        public string? LastFailure { get; set; }

        public List<long> Requests { get; } = [];

        public Dictionary<string, FoundObject> Held { get; } = [];

        public ObjectInfo? Incomplete { get; set; }
    }
}
