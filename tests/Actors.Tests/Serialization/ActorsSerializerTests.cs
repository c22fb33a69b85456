using System.Runtime.Serialization;
using Actors.Serialization;
using Actors.Storage;
using Akka.Actor;
using Akka.Configuration;
using Akka.Serialization;
using Google.Protobuf;
using Xunit;

namespace Actors.Tests.Serialization;

public sealed class ActorsSerializerTests : IDisposable
{
    private readonly ActorSystem _system =
        ActorSystem.Create("serializer", ConfigurationFactory.ParseString("akka { loglevel = OFF, stdout-loglevel = OFF }").WithFallback(ReferenceConfig.Config));

    public void Dispose() => _system.Dispose();

    [Fact]
    public void A_message_of_the_product_travels_by_its_manifest()
    {
        var message = new CopyObject { Request = 7, Content = ByteString.CopyFromUtf8("content"), Hint = true };

        var serializer = (SerializerWithStringManifest)_system.Serialization.FindSerializerFor(message);
        var manifest = serializer.Manifest(message);

        Assert.IsType<ActorsSerializer>(serializer);
        Assert.Equal((9001, "S4"), (serializer.Identifier, manifest));
        Assert.Equal(message, serializer.FromBinary(serializer.ToBinary(message), manifest));
    }

    [Fact]
    public void Manifests_are_unique() => Assert.Equal(MessageTable.Messages.Count, MessageTable.Messages.Select(message => message.Manifest).Distinct().Count());

    [Fact]
    public void Every_message_of_the_table_parses_from_its_own_bytes() => Assert.All(MessageTable.Messages, message =>
    {
        var empty = (IMessage)Activator.CreateInstance(message.Type)!;
        Assert.Equal(message.Manifest, MessageTable.ManifestOf(message.Type));
        Assert.Equal(empty, MessageTable.ParserOf(message.Manifest).ParseFrom(empty.ToByteArray()));
    });

    [Fact]
    public void What_is_not_in_the_table_is_neither_written_nor_read()
    {
        var serializer = new ActorsSerializer((ExtendedActorSystem)_system);

        Assert.Throws<SerializationException>(() => serializer.Manifest(new ObjectRecord()));
        Assert.Throws<SerializationException>(() => serializer.FromBinary([], "System.Object, mscorlib"));
    }
}
