#nullable disable annotations
using System.Collections.Concurrent;
using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Serialization;
using Google.Protobuf;

namespace Akka.Remote.Serialization;

/// <summary>Messages that protoc has generated.</summary>
public class ProtobufSerializer : Serializer
{
    private static readonly ConcurrentDictionary<Type, MessageParser> Parsers = new();

    public ProtobufSerializer(ExtendedActorSystem system) : base(system)
    {
    }

    public override bool IncludeManifest => true;

    public override byte[] ToBinary(object obj) => obj is IMessage message
        ? message.ToByteArray()
        : throw new ArgumentException($"{GetType()} cannot serialize {obj?.GetType()}", nameof(obj));

    /// <exception cref="SerializationException">The type is not a generated message.</exception>
    public override object FromBinary(byte[] bytes, Type type) => Parsers.GetOrAdd(type, ParserOf).ParseFrom(bytes);

    private static MessageParser ParserOf(Type type) =>
        typeof(IMessage).IsAssignableFrom(type) && type.GetProperty("Parser")?.GetValue(null) is MessageParser parser
            ? parser
            : throw new SerializationException($"{type} is not a protobuf message");
}
