using System.Collections.Concurrent;
using Akka.Actor;

namespace Actors.Services.Internal;

/// <summary>Actors by their paths as they travel in messages, and back. Safe for use by several threads.</summary>
internal sealed class PathBook(ActorSystem system)
{
    // Clients come and go; what is forgotten is found again.
    private const int Most = 4096;

    private readonly ConcurrentDictionary<string, IActorRef> _refs = [];
    private readonly ConcurrentDictionary<IActorRef, string> _paths = [];

    public static string PathOf(Address node, string path) => new RootActorPath(node) + path;

    public IActorRef RefOf(string path)
    {
        if (_refs.TryGetValue(path, out var known))
            return known;
        if (_refs.Count >= Most)
            _refs.Clear();
        return _refs[path] = ((ExtendedActorSystem)system).Provider.ResolveActorRef(path);
    }

    public string PathOf(IActorRef actor)
    {
        if (_paths.TryGetValue(actor, out var known))
            return known;
        if (_paths.Count >= Most)
            _paths.Clear();
        // An actor of this node has no address in its path, which the others need.
        return _paths[actor] = actor.Path.ToSerializationFormatWithAddress(((ExtendedActorSystem)system).Provider.DefaultAddress);
    }
}
