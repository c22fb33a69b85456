#nullable disable annotations
using Akka.Actor;
using Akka.Annotations;

namespace Akka.Serialization;

/// <summary>Whose messages are being serialized on this thread, and under which address the reader reaches this node.</summary>
[InternalApi]
public sealed class Information : IEquatable<Information>
{
    public Information(Address address, ActorSystem system)
    {
        Address = address;
        System = system;
    }

    public Address Address { get; }

    public ActorSystem System { get; }

    public bool Equals(Information other) => other is not null && Address == other.Address && Equals(System, other.System);

    public override bool Equals(object obj) => Equals(obj as Information);

    public override int GetHashCode() => HashCode.Combine(Address, System);
}
