#nullable disable annotations
using System.Buffers.Binary;
using System.Runtime.Serialization;
using System.Text;
using Akka.Actor;
using Akka.Configuration;
using Akka.Remote.Serialization.Internal;
using Akka.Serialization;
using Akka.Util;

namespace Akka.Remote.Serialization;

/// <summary>Strings, ints and longs in their plainest form. Between nodes remoting writes them without going through here.</summary>
public sealed class PrimitiveSerializers : SerializerWithStringManifest
{
    private const string StringManifest = "S";
    private const string Int32Manifest = "I";
    private const string Int64Manifest = "L";

    private readonly bool _writesTypeNames;

    /// <param name="system">The actor system.</param>
    /// <param name="config">With <c>use-legacy-behavior</c> manifests are type names; both forms are read.</param>
    public PrimitiveSerializers(ExtendedActorSystem system, Config config) : base(system) => _writesTypeNames = config.GetBoolean("use-legacy-behavior");

    public override string Manifest(object obj)
    {
        if (_writesTypeNames) return obj.GetType().TypeQualifiedName;
        return obj switch
        {
            string => StringManifest,
            int => Int32Manifest,
            long => Int64Manifest,
            _ => throw Unknown(obj),
        };
    }

    public override byte[] ToBinary(object obj)
    {
        switch (obj)
        {
            case string text:
                return Encoding.UTF8.GetBytes(text);
            case int small:
                var four = new byte[sizeof(int)];
                BinaryPrimitives.WriteInt32LittleEndian(four, small);
                return four;
            case long large:
                var eight = new byte[sizeof(long)];
                BinaryPrimitives.WriteInt64LittleEndian(eight, large);
                return eight;
            default:
                throw Unknown(obj);
        }
    }

    public override object FromBinary(byte[] bytes, string manifest)
    {
        try
        {
            return Read(bytes, manifest);
        }
        catch (Exception e) when (e is not SerializationException)
        {
            throw Malformed.Message(nameof(PrimitiveSerializers), manifest, e);
        }
    }

    private object Read(byte[] bytes, string manifest) => manifest switch
    {
        StringManifest or "System.String" => Encoding.UTF8.GetString(bytes),
        Int32Manifest or "System.Int32" => BinaryPrimitives.ReadInt32LittleEndian(bytes),
        Int64Manifest or "System.Int64" => BinaryPrimitives.ReadInt64LittleEndian(bytes),
        _ => throw new SerializationException($"{GetType()} knows no manifest [{manifest}]"),
    };

    private ArgumentException Unknown(object obj) => new($"{GetType()} cannot serialize {obj?.GetType()}", nameof(obj));
}
