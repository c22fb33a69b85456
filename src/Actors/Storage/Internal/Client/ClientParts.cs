using Actors.Cluster.Internal;

namespace Actors.Storage.Internal.Client;

/// <summary>What the client's actor shares with the actors of its transfers.</summary>
internal sealed class ClientParts(StorageSettings settings)
{
    private volatile RingView _view = RingView.Empty;

    public StorageSettings Settings { get; } = settings;

    /// <summary>Replaced by the client's actor, read by all.</summary>
    public RingView View
    {
        get => _view;
        set => _view = value;
    }

    /// <summary>
    /// Whether so many copies are what this client's view asks for. A coordinator that has not heard of the other nodes yet acknowledges too early; the put is then tried again.
    /// </summary>
    public bool AreEnough(int copies) => copies >= Math.Min(Settings.WriteAcks, View.Ring.Members.Length);

    /// <summary>All storage nodes in the order in which an object's requests go to them.</summary>
    public IReadOnlyList<string> Candidates(ObjectId id, IReadOnlySet<string> suspects) =>
        [.. View.Ring.Preference(id.ToBytes()).Select(member => member.NodeId).OrderBy(suspects.Contains)];
}
