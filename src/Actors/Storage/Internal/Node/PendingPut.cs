using Actors.Storage.Internal.Local;
using Actors.Storage.Internal.Planning;
using Akka.Actor;

namespace Actors.Storage.Internal.Node;

/// <summary>A small put that this node coordinates.</summary>
internal sealed class PendingPut(PutObject message, StoredObject copy, IActorRef client, PutState state, TimeSpan begun)
{
    public PutObject Message { get; } = message;

    public StoredObject Copy { get; } = copy;

    public IActorRef Client { get; } = client;

    public PutState State { get; set; } = state;

    public TimeSpan Begun { get; } = begun;

    /// <summary>The numbers of the requests to other nodes.</summary>
    public List<long> Copies { get; } = [];
}
