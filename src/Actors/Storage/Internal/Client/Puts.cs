using Actors.Storage.Internal.Planning;
using Akka.Actor;
using Google.Protobuf;

namespace Actors.Storage.Internal.Client;

/// <summary>The small puts of a client, each an instance of <see cref="PutAttempts"/>. Part of the client's actor.</summary>
internal sealed class Puts(ClientParts parts, Suspects suspects, IActorRef self, Func<TimeSpan> now, Func<long> nextRequest)
{
    private readonly Dictionary<long, Pending> _pending = []; // by the number of the latest attempt

    public void Begin(PutCommand command)
    {
        var put = new Pending(command, new PutAttempts(now()));
        Take(put, put.State.Round(Candidates(put), now()));
        if (put.State.Current is null) // no ring yet: the next tick tries again
            _pending.Add(put.Request = nextRequest(), put);
    }

    public bool On(ObjectStored stored) => Step(stored.Request, (put, node) => parts.AreEnough(stored.Copies)
        ? put.State.Stored(stored.Copies, stored.Wanted)
        : put.State.Refused(node, ErrorCodes.Unavailable, $"node {node} knows of too few storage nodes", now()));

    public bool On(StorageRefused refused) => Step(refused.Request, (put, node) => put.State.Refused(node, refused.Code, refused.Reason, now()));

    public void Tick()
    {
        foreach (var put in _pending.Values.ToArray())
        {
            var before = put.State.Current;
            Take(put, put.State.Tick(parts.Settings.AttemptTimeout, parts.Settings.PutTimeout, now()));
            if (before is not null && before != put.State.Current)
                suspects.Suspect(before, now());
        }
    }

    /// <summary>Nobody waits for ever for a node that stops.</summary>
    public void Stop()
    {
        foreach (var put in _pending.Values.ToArray())
            Take(put, put.State.GiveUp(ErrorCodes.Unavailable, "this node stops; it may be stored all the same"));
    }

    private IReadOnlyList<string> Candidates(Pending put) => parts.Candidates(put.Command.Info.Id, suspects.With(parts.View.Unreachable, now()));

    private bool Step(long request, Func<Pending, string, PutAttemptStep> step)
    {
        if (!_pending.TryGetValue(request, out var put))
            return false;
        if (put.State.Current is { } node)
        {
            suspects.Trust(node);
            Take(put, step(put, node));
        }

        return true;
    }

    private void Take(Pending put, PutAttemptStep step)
    {
        put.State = step.State;
        foreach (var effect in step.Effects)
        {
            switch (effect)
            {
                case TryNode(var node):
                    Send(put, node);
                    break;
                case StartRound:
                    Take(put, put.State.Round(Candidates(put), now()));
                    break;
                case PutAcknowledged(var copies, var wanted):
                    _pending.Remove(put.Request);
                    var info = put.Command.Info;
                    put.Command.Done.TrySetResult(new PutResult(info.Id, info.Length, info.Digest, copies, wanted));
                    break;
                case PutGivenUp(var code, var reason):
                    _pending.Remove(put.Request);
                    put.Command.Done.TrySetException(new ActorsException(code, $"Object {put.Command.Info.Id} is not stored: {reason}."));
                    break;
            }
        }
    }

    // An attempt has a number of its own, so that a late refusal of an earlier one is not taken for its answer.
    private void Send(Pending put, string node)
    {
        _pending.Remove(put.Request);
        put.Request = nextRequest();
        _pending.Add(put.Request, put);
        var message = new PutObject { Request = put.Request, Record = put.Command.Info.ToWire(), Content = UnsafeByteOperations.UnsafeWrap(put.Command.Content) };
        parts.View.ActorOf(node)?.Tell(message, self);
    }

    private sealed class Pending(PutCommand command, PutAttempts state)
    {
        public PutCommand Command { get; } = command;

        public PutAttempts State { get; set; } = state;

        public long Request { get; set; }
    }
}
