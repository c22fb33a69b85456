using Akka.Actor;

namespace Actors.Links.Internal;

/// <summary>The children of an actor that each have one end of a link, by its number: what is said on a link is passed on to its child.</summary>
internal sealed class LinkActors(IActorContext context)
{
    /// <summary>Of their parent: an end that has failed cannot begin anew in the middle of its link.</summary>
    public static readonly SupervisorStrategy Strategy = new OneForOneStrategy(_ => Directive.Stop);

    private readonly Dictionary<long, IActorRef> _actors = [];
    private readonly Dictionary<IActorRef, long> _links = [];

    public int Count => _links.Count;

    public bool Has(long link) => _actors.ContainsKey(link);

    /// <summary>Makes a child and watches it; when it has ended, it is to be removed.</summary>
    public void Start(long link, Props props)
    {
        var actor = context.ActorOf(props);
        context.Watch(actor);
        _actors.Add(link, actor);
        _links.Add(actor, link);
    }

    /// <summary>The child has given up its link, and takes this one in its place.</summary>
    public void Replace(long link, IActorRef actor)
    {
        if (!_links.Remove(actor, out var lost))
            return;
        _actors.Remove(lost);
        _actors.Add(link, actor);
        _links.Add(actor, link);
    }

    /// <returns>False: there is no such link.</returns>
    public bool Forward(long link, object message)
    {
        if (!_actors.TryGetValue(link, out var actor))
            return false;
        actor.Forward(message);
        return true;
    }

    public bool Forward(ILinkMessage message) => Forward(message.Link, message);

    /// <summary>Its child tells the other end that it gives the link up.</summary>
    public void Stop(long link)
    {
        if (_actors.TryGetValue(link, out var actor))
            context.Stop(actor);
    }

    /// <returns>The link of a child that has ended; null when it was no child of a link.</returns>
    public long? Remove(IActorRef actor)
    {
        if (!_links.Remove(actor, out var link))
            return null;
        _actors.Remove(link);
        return link;
    }
}
