#nullable disable annotations
using Akka.Actor;
using Akka.Serialization.Internal;
using Akka.Util;

namespace Akka.Serialization;

/// <summary>
/// Turns objects into bytes and back. Thread-safe. The number that stands for it on the wire and in journals must be unique, and must never
/// change: override <see cref="Identifier"/> or name it in <c>akka.actor.serialization-identifiers</c>. 0 to 40 are the engine's own.
/// </summary>
public abstract class Serializer
{
    protected readonly ExtendedActorSystem system;

    private readonly Lazy<int> _identifier;

    protected Serializer(ExtendedActorSystem system)
    {
        this.system = system;
        _identifier = new Lazy<int>(() => SerializerSettings.IdentifierOf(GetType(), system));
    }

    public virtual int Identifier => _identifier.Value;

    /// <summary>Whether reading needs the type that was written.</summary>
    public abstract bool IncludeManifest { get; }

    public abstract byte[] ToBinary(object obj);

    /// <summary>Like <see cref="ToBinary"/>; references of this node are written with <paramref name="address"/>.</summary>
    public byte[] ToBinaryWithAddress(Address address, object obj) =>
        TransportInformation.With(new Information(address, system), (Serializer: this, Message: obj), static state => state.Serializer.ToBinary(state.Message));

    /// <param name="bytes">As <see cref="ToBinary"/> made them.</param>
    /// <param name="type">The type that was written; null without manifest.</param>
    public abstract object FromBinary(byte[] bytes, Type type);

    public T FromBinary<T>(byte[] bytes) => (T)FromBinary(bytes, typeof(T));
}

/// <summary>A serializer that has names of its own for what it writes, so that classes can move and change.</summary>
public abstract class SerializerWithStringManifest : Serializer
{
    protected SerializerWithStringManifest(ExtendedActorSystem system) : base(system) { }

    public sealed override bool IncludeManifest => true;

    public sealed override object FromBinary(byte[] bytes, Type type) => FromBinary(bytes, type.TypeQualifiedName);

    /// <param name="bytes">As <see cref="Serializer.ToBinary"/> made them.</param>
    /// <param name="manifest">The name that <see cref="Manifest"/> gave.</param>
    public abstract object FromBinary(byte[] bytes, string manifest);

    /// <summary>A short, stable name for the object's form.</summary>
    public abstract string Manifest(object o);
}
