using Akka.Actor;

namespace Akka.Cluster;

/// <summary>One incarnation of a node: its address and the number that its actor system drew at start.</summary>
public class UniqueAddress : IComparable, IComparable<UniqueAddress>, IEquatable<UniqueAddress>
{
    private VectorClock.Node? _clockNode;

    public UniqueAddress(Address address, int uid)
    {
        ArgumentNullException.ThrowIfNull(address);
        Address = address;
        Uid = uid;
    }

    public Address Address { get; }

    public int Uid { get; }

    /// <summary>The key under which this node counts its changes of the gossip; made once, for it is a hash.</summary>
    internal VectorClock.Node ClockNode => _clockNode ??= VectorClock.Node.Create(ToString());

#nullable disable annotations
    public int CompareTo(UniqueAddress uniqueAddress)
    {
        if (uniqueAddress is null)
            return 1;
        var byAddress = Member.AddressOrdering.Compare(Address, uniqueAddress.Address);
        return byAddress != 0 ? byAddress : Uid.CompareTo(uniqueAddress.Uid);
    }

    int IComparable.CompareTo(object obj) => obj switch
    {
        null => 1,
        UniqueAddress other => CompareTo(other),
        _ => throw new ArgumentException($"Expected a UniqueAddress, found {obj.GetType()}.", nameof(obj))
    };

    public bool Equals(UniqueAddress other) => other is not null && Uid == other.Uid && Address == other.Address;

    public override bool Equals(object obj) => Equals(obj as UniqueAddress);

    public static bool operator ==(UniqueAddress left, UniqueAddress right) => left is null ? right is null : left.Equals(right);

    public static bool operator !=(UniqueAddress left, UniqueAddress right) => !(left == right);
#nullable restore annotations

    public override int GetHashCode() => HashCode.Combine(Address, Uid);

    public override string ToString() => $"{Address}#{Uid}";
}
