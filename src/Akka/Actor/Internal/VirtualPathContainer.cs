using System.Collections.Concurrent;

namespace Akka.Actor.Internal;

/// <summary>A parent without a mailbox, for references that only need a path: <c>/temp</c>, <c>/remote</c>.</summary>
internal sealed class VirtualPathContainer(IActorRefProvider provider, ActorPath path, IInternalActorRef parent) : MinimalActorRef
{
    private readonly ConcurrentDictionary<string, IInternalActorRef> _children = new();

    public override ActorPath Path => path;

    public override IActorRefProvider Provider => provider;

    public override IInternalActorRef Parent => parent;

    public bool HasChildren => !_children.IsEmpty;

    public void AddChild(string name, IInternalActorRef actor) => _children[name] = actor;

    public void RemoveChild(string name) => _children.TryRemove(name, out _);

    public bool TryGetChild(string name, out IInternalActorRef? child) => _children.TryGetValue(name, out child);

    public override IActorRef GetChild(IReadOnlyList<string> name)
    {
        if (name.Count == 0 || name.Count == 1 && name[0].Length == 0)
            return this;
        if (name[0] == "..")
            return Parent.GetChild([.. name.Skip(1)]);
        return _children.TryGetValue(name[0], out var child) ? name.Count == 1 ? child : child.GetChild([.. name.Skip(1)]) : ActorRefs.Nobody;
    }
}
