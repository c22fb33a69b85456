#nullable disable annotations
using Akka.Actor;

namespace Akka.Serialization;

/// <summary>Passes byte arrays on as they are.</summary>
public class ByteArraySerializer : Serializer
{
    public ByteArraySerializer(ExtendedActorSystem system) : base(system) { }

    public override bool IncludeManifest => false;

    /// <exception cref="NotSupportedException">Not a byte array.</exception>
    public override byte[] ToBinary(object obj) => obj switch
    {
        null => null,
        byte[] bytes => bytes,
        _ => throw new NotSupportedException($"{nameof(ByteArraySerializer)} serializes byte arrays, not {obj.GetType()}."),
    };

    public override object FromBinary(byte[] bytes, Type type) => bytes;
}
