using Actors.Storage.Internal.Planning;
using Akka.Actor;

namespace Actors.Storage.Internal.Client;

/// <summary>
/// The lists of a client: a page from every node, merged. As long as fewer nodes are silent than an object has copies, nothing is missing.
/// Part of the client's actor.
/// </summary>
internal sealed class Lists(ClientParts parts, IActorRef self, Func<TimeSpan> now, Func<long> nextRequest)
{
    private readonly HashSet<Pending> _pending = [];
    private readonly Dictionary<long, Pending> _asked = [];

    public void Begin(ListCommand command)
    {
        var list = new Pending(command, now());
        _pending.Add(list);
        Ask(list);
    }

    public void On(ObjectList reply)
    {
        if (!_asked.Remove(reply.Request, out var list))
            return;
        if (!reply.Records.All(Records.IsSound))
            return; // of a newer version: no answer is better than a list with gaps
        list.Pages.Add(new ListPage([.. reply.Records.Select(record => record.FromWire())], reply.More));
        if (list.Pages.Count == list.Members)
            Finish(list);
    }

    public void Tick()
    {
        foreach (var list in _pending.ToArray())
        {
            var waited = now() - list.Begun;
            var copies = Math.Min(parts.Settings.Replicas, list.Members);
            if (list.Members == 0 && !parts.View.IsEmpty)
                Ask(list);
            else if (list.Members > 0 && waited >= parts.Settings.GetPatience * 5 && list.Members - list.Pages.Count < copies)
                Finish(list);
            else if (waited >= parts.Settings.GetTimeout)
                Fail(list);
        }
    }

    public void Stop()
    {
        foreach (var list in _pending.ToArray())
            Fail(list);
    }

    private void Ask(Pending list)
    {
        var query = list.Command.Query;
        list.Members = parts.View.Ring.Members.Length;
        foreach (var member in parts.View.Ring.Members)
        {
            var request = nextRequest();
            _asked.Add(request, list);
            list.Requests.Add(request);
            var message = new ListObjects { Request = request, Limit = query.Limit, Name = query.Name ?? "" };
            if (query.After is { } after)
                message.After = after.ToWire();
            parts.View.ActorOf(member.NodeId)?.Tell(message, self);
        }
    }

    private void Finish(Pending list)
    {
        Forget(list);
        list.Command.Done.TrySetResult(ListMerge.Merge(list.Pages, list.Command.Query.Limit));
    }

    private void Fail(Pending list)
    {
        Forget(list);
        var reason = list.Members == 0 ? "no node with the role storage is up" : $"only {list.Pages.Count} of {list.Members} storage nodes answer";
        list.Command.Done.TrySetException(new ActorsException(ErrorCodes.Unavailable, $"The objects cannot be listed: {reason}."));
    }

    private void Forget(Pending list)
    {
        _pending.Remove(list);
        foreach (var request in list.Requests)
            _asked.Remove(request);
    }

    private sealed class Pending(ListCommand command, TimeSpan begun)
    {
        public ListCommand Command { get; } = command;

        public TimeSpan Begun { get; } = begun;

        /// <summary>How many nodes were asked.</summary>
        public int Members { get; set; }

        public List<ListPage> Pages { get; } = [];

        public List<long> Requests { get; } = [];
    }
}
