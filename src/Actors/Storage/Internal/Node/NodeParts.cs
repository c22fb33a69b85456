using System.Collections.Immutable;
using Actors.Cluster.Internal;
using Akka.Actor;

namespace Actors.Storage.Internal.Node;

/// <summary>What the actors of one storage node share. The view is the node's latest; it is read on the node's own actors only when something begins.</summary>
internal sealed class NodeParts(string nodeId, StorageSettings settings, IActorRef node, IActorRef writer, IActorRef chunks, ImmutableArray<IActorRef> readers)
{
    private volatile RingView _view = RingView.Empty;
    private uint _turn;

    public string NodeId { get; } = nodeId;

    public StorageSettings Settings { get; } = settings;

    public IActorRef Node { get; } = node;

    public IActorRef Writer { get; } = writer;

    public IActorRef Chunks { get; } = chunks;

    /// <summary>Replaced by the node's actor, read by all of them.</summary>
    public RingView View
    {
        get => _view;
        set => _view = value;
    }

    /// <summary>The readers in turn; which one gets what does not matter, so the count need not be exact.</summary>
    public IActorRef Reader => readers[(int)(_turn++ % (uint)readers.Length)];
}
