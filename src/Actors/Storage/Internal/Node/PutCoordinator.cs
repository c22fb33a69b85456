using Actors.Storage.Internal.Local;
using Actors.Storage.Internal.Planning;
using Akka.Actor;

namespace Actors.Storage.Internal.Node;

/// <summary>Carries out <see cref="PutState"/> for the small puts of a node: its own copy through the writer, the others by messages. Part of the node's actor.</summary>
internal sealed class PutCoordinator(NodeParts parts, Func<TimeSpan> now)
{
    private readonly Dictionary<long, PendingPut> _puts = [];
    private readonly Dictionary<long, (long Put, string Node)> _copies = [];
    private int _writing;
    private long _numbers = Records.FirstRequest();

    /// <summary>Puts that have not ended, or writes of theirs that still wait for the disk: whichever are more.</summary>
    public int Load => Math.Max(_puts.Count, _writing);

    public void Begin(PutObject message, StoredObject copy, IActorRef client)
    {
        var view = parts.View;
        if (view.IsEmpty)
        {
            client.Tell(Records.Refused(message.Request, ErrorCodes.Unavailable, "the node does not know the ring yet"), parts.Node);
            return;
        }

        var plan = PutPlan.For(view.Ring, copy.Info.Id, parts.NodeId, view.Unreachable, parts.Settings.Replicas, parts.Settings.WriteAcks);
        var step = PutState.Begin(plan, now());
        var number = ++_numbers;
        _puts.Add(number, new PendingPut(message, copy, client, step.State, now()));
        Take(number, step);
    }

    /// <summary>The node's own copy is durable, or is not.</summary>
    public void OwnWrite(OwnCopy copy, object result)
    {
        _writing--;
        Step(copy.Put, state => result switch
        {
            Written { Outcome: StoreOutcome.Conflict } => state.Conflicted(Conflict),
            Written => state.Stored(parts.NodeId),
            WriteFailed failed => state.Failed(parts.NodeId, failed.Reason, now()),
            _ => throw new ArgumentOutOfRangeException(nameof(result)),
        });
    }

    public void On(CopyStored stored)
    {
        if (_copies.Remove(stored.Request, out var copy))
            Step(copy.Put, state => state.Stored(copy.Node));
    }

    public void On(StorageRefused refused)
    {
        if (_copies.Remove(refused.Request, out var copy))
            Step(copy.Put, state => refused.Code == Records.Conflict ? state.Conflicted(refused.Reason) : state.Failed(copy.Node, refused.Reason, now()));
    }

    public void Tick()
    {
        foreach (var (number, put) in _puts.ToArray())
        {
            Step(number, state => now() - put.Begun >= parts.Settings.AttemptTimeout ? state.Expired() : state.Tick(parts.Settings.CopyPatience, now()));
        }
    }

    public static string Conflict => "another content is stored under this id";

    private void Step(long number, Func<PutState, PutStep> step)
    {
        if (_puts.TryGetValue(number, out var put))
            Take(number, step(put.State));
    }

    private void Take(long number, PutStep step)
    {
        var put = _puts[number];
        put.State = step.State;
        foreach (var effect in step.Effects)
        {
            switch (effect)
            {
                case StoreCopyOn(var node, var hint) when node == parts.NodeId:
                    _writing++;
                    parts.Writer.Tell(new Write(new StoreChange.Put(put.Copy with { Hint = hint }), new OwnCopy(number), parts.Node), parts.Node);
                    break;
                case StoreCopyOn(var node, var hint):
                    Send(number, put, node, hint);
                    break;
                case PutDone(var copies, var lacking):
                    put.Client.Tell(new ObjectStored { Request = put.Message.Request, Copies = copies, Wanted = parts.Settings.Replicas }, parts.Node);
                    if (lacking)
                        parts.Node.Tell(new SettleObject { Id = put.Message.Record.Id }, parts.Node);
                    break;
                case PutFailed(var code, var reason):
                    put.Client.Tell(Records.Refused(put.Message.Request, code, reason), parts.Node);
                    break;
            }
        }

        if (!step.State.Over)
            return;
        _puts.Remove(number);
        foreach (var request in put.Copies) // an answer that comes after the end is of no interest
            _copies.Remove(request);
    }

    private void Send(long number, PendingPut put, string node, bool hint)
    {
        var request = ++_numbers;
        _copies.Add(request, (number, node));
        put.Copies.Add(request);
        var copy = new CopyObject { Request = request, Record = put.Message.Record, Content = put.Message.Content, Hint = hint };
        (parts.View.ActorOf(node) ?? ActorRefs.Nobody).Tell(copy, parts.Node);
    }
}

/// <summary>The tag of a coordinator's own write.</summary>
internal sealed record OwnCopy(long Put);
