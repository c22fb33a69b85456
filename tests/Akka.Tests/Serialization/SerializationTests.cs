using System.Collections.Immutable;
using System.Runtime.Serialization;
using System.Text;
using Akka.Actor;
using Akka.Configuration;
using Akka.Serialization;
using Xunit;

namespace Akka.Tests.Serialization;

public sealed class SerializationTests : ActorSystemTest
{
    public interface IAnimal;

    public interface IPet : IAnimal;

    public sealed record Dog(string Name) : IPet;

    public sealed record Wolf(string Name) : IAnimal;

    public class Plant;

    public sealed class Tree : Plant;

    public sealed record Stone(int Weight);

    /// <summary>Writes nothing but its own name.</summary>
    public abstract class Marker(ExtendedActorSystem system, int id) : SerializerWithStringManifest(system)
    {
        public override int Identifier => id;

        public override byte[] ToBinary(object obj) => Encoding.UTF8.GetBytes(GetType().Name);

        public override string Manifest(object o) => "m";

        public override object FromBinary(byte[] bytes, string manifest) => $"{GetType().Name}/{manifest}";
    }

    public sealed class AnimalSerializer(ExtendedActorSystem system) : Marker(system, 101);

    public sealed class PetSerializer(ExtendedActorSystem system) : Marker(system, 102);

    public sealed class PlantSerializer(ExtendedActorSystem system) : Marker(system, 103);

    public sealed class Unnumbered(ExtendedActorSystem system) : Serializer(system)
    {
        public override bool IncludeManifest => false;

        public override byte[] ToBinary(object obj) => [];

        public override object FromBinary(byte[] bytes, Type type) => "";
    }

    private static readonly string Bound = $$"""
        akka.actor {
          serializers { animal = "{{typeof(AnimalSerializer).AssemblyQualifiedName}}", pet = "{{typeof(PetSerializer).AssemblyQualifiedName}}" }
          serialization-bindings {
            "{{typeof(IAnimal).AssemblyQualifiedName}}" = animal
            "{{typeof(IPet).AssemblyQualifiedName}}" = pet
          }
        }
        """;

    public SerializationTests()
        : base(Bound, SerializationSetup.Create(system => [SerializerDetails.Create("plant", new PlantSerializer(system), ImmutableHashSet.Create(typeof(Plant)))]))
    {
    }

    [Fact]
    public void The_nearest_binding_of_a_type_counts()
    {
        Assert.IsType<PetSerializer>(Sys.Serialization.FindSerializerForType(typeof(Dog)));
        Assert.IsType<AnimalSerializer>(Sys.Serialization.FindSerializerForType(typeof(Wolf)));
        Assert.IsType<NewtonSoftJsonSerializer>(Sys.Serialization.FindSerializerForType(typeof(Stone)));
    }

    [Fact]
    public void A_serializer_given_in_code_serves_its_types_and_what_derives_from_them() =>
        Assert.IsType<PlantSerializer>(Sys.Serialization.FindSerializerFor(new Tree()));

    [Fact]
    public void Bytes_find_their_way_back_by_number_and_manifest()
    {
        var dog = new Dog("Rex");
        var serializer = Sys.Serialization.FindSerializerFor(dog);

        Assert.Equal("PetSerializer/m", Sys.Serialization.Deserialize(
            Sys.Serialization.Serialize(dog), serializer.Identifier, Akka.Serialization.Serialization.ManifestFor(serializer, dog)));
    }

    [Fact]
    public void Byte_arrays_pass_as_they_are()
    {
        byte[] bytes = [1, 2, 3];
        var serializer = Sys.Serialization.FindSerializerFor(bytes);

        Assert.Equal((4, false), (serializer.Identifier, serializer.IncludeManifest));
        Assert.Same(bytes, Sys.Serialization.Deserialize(Sys.Serialization.Serialize(bytes), 4, ""));
    }

    [Fact]
    public void Null_has_a_serializer()
    {
        Assert.Equal(0, Sys.Serialization.FindSerializerFor(null).Identifier);
        Assert.Null(Sys.Serialization.Deserialize([], 0, ""));
    }

    [Fact]
    public void An_unknown_number_is_an_error_that_says_so() =>
        Assert.Contains("12345", Assert.Throws<SerializationException>(() => Sys.Serialization.Deserialize([], 12345, "")).Message);

    [Theory]
    [InlineData("No.Such.Type, Nowhere")]
    [InlineData("System.IO.FileInfo")]
    [InlineData("System.Diagnostics.Process, System.Diagnostics.Process")]
    [InlineData("System.Collections.Generic.List`1[[System.IO.FileInfo]]")]
    [InlineData("System.Collections.Generic.List`1[[")]
    [InlineData("System.Action")]
    [InlineData("System.Int32*")]
    public void A_manifest_that_names_no_acceptable_type_is_refused(string manifest) =>
        Assert.Throws<SerializationException>(() => Sys.Serialization.Deserialize("{}"u8.ToArray(), 1, manifest));

    [Fact]
    public void An_overlong_manifest_is_refused_unread() =>
        Assert.Throws<SerializationException>(() => Sys.Serialization.Deserialize("{}"u8.ToArray(), 1, new string('[', 1_000_000)));

    [Fact]
    public void Names_without_end_do_not_fill_the_memory()
    {
        var refused = 0;
        for (var i = 0; i < 20_000; i++)
            if (Record.Exception(() => Sys.Serialization.Deserialize("1"u8.ToArray(), 1, $"System.Int32, System.Private.CoreLib, Version=1.0.0.{i}")) is SerializationException)
                refused++;

        Assert.InRange(refused, 9_000, 11_000);
    }

    [Fact]
    public void A_name_does_not_make_an_assembly_load()
    {
        // It is part of every runtime and nothing here uses it.
        const string Unused = "System.Web.HttpUtility, System.Web.HttpUtility";
        Assert.Throws<SerializationException>(() => Sys.Serialization.Deserialize("{}"u8.ToArray(), 1, Unused));

        Assert.DoesNotContain(AppDomain.CurrentDomain.GetAssemblies(), assembly => assembly.GetName().Name == "System.Web.HttpUtility");
    }

    [Fact]
    public async Task Without_unregistered_types_only_bound_and_plain_ones_travel()
    {
        var system = ActorSystem.Create("closed", ConfigurationFactory.ParseString("actors.engine.allow-unregistered-types = off, akka.stdout-loglevel = OFF").WithFallback(Bound));
        var error = Assert.Throws<SerializationException>(() => system.Serialization.Serialize(new Stone(1)));
        Assert.Contains("actors.engine.allow-unregistered-types", error.Message);
        Assert.Throws<SerializationException>(() => system.Serialization.Deserialize("{}"u8.ToArray(), 1, typeof(Stone).AssemblyQualifiedName));

        Assert.NotEmpty(system.Serialization.Serialize(new Dog("Rex")));
        Assert.NotEmpty(system.Serialization.Serialize("text"));
        Assert.NotEmpty(system.Serialization.Serialize(new List<int> { 1 }));
        await system.Terminate().WaitAsync(Limit);
    }

    [Theory]
    [InlineData("akka.actor.serializers.x = \"No.Such, Nowhere\"", "akka.actor.serializers.x")]
    [InlineData("akka.actor.serialization-bindings { \"No.Such, Nowhere\" = json }", "No.Such, Nowhere")]
    [InlineData("akka.actor.serialization-bindings { \"System.String\" = nothing }", "Unknown serializer [nothing]")]
    public void A_wrong_setting_stops_the_start_and_is_named(string config, string message)
    {
        var error = Assert.Throws<ConfigurationException>(() => ActorSystem.Create("wrong", ConfigurationFactory.ParseString(config).WithFallback("akka.stdout-loglevel = OFF")));

        Assert.Contains(message, error.Message);
    }

    [Fact]
    public void A_serializer_without_a_number_is_an_error_that_says_where_to_put_one()
    {
        var config = $"akka.actor.serializers.x = \"{typeof(Unnumbered).AssemblyQualifiedName}\", akka.stdout-loglevel = OFF";

        var error = Assert.Throws<ConfigurationException>(() => ActorSystem.Create("wrong", ConfigurationFactory.ParseString(config)));
        Assert.Contains("akka.actor.serialization-identifiers", error.Message);
    }

    [Fact]
    public void A_path_is_written_with_the_address_that_the_reader_knows()
    {
        var actor = Spawn((_, _) => { }, "a");
        Assert.StartsWith("akka://SerializationTests/user/a#", Akka.Serialization.Serialization.SerializedActorPath(actor));

        var address = new Address("akka.tcp", "SerializationTests", "host", 2552);
        var json = Sys.Serialization.FindSerializerFor(actor).ToBinaryWithAddress(address, actor);
        Assert.Contains("akka.tcp://SerializationTests@host:2552/user/a#", Encoding.UTF8.GetString(json));
    }

    [Fact]
    public void Outside_of_a_serialization_there_is_no_transport_information()
    {
        Assert.Throws<InvalidOperationException>(() => Akka.Serialization.Serialization.GetCurrentTransportInformation());
        Assert.NotNull(Akka.Serialization.Serialization.WithTransport((ExtendedActorSystem)Sys, Akka.Serialization.Serialization.GetCurrentTransportInformation));
    }

    [Fact]
    public async Task Serialize_messages_gives_the_actor_a_copy()
    {
        var system = ActorSystem.Create("copying", "akka { actor.serialize-messages = on, stdout-loglevel = OFF }");
        var stone = new Stone(5);
        var got = new TaskCompletionSource<object>();
        system.ActorOf(Props.Create(() => new FunctionActor((_, message) => got.SetResult(message)))).Tell(stone, ActorRefs.NoSender);

        var copy = await got.Task.WaitAsync(Limit);
        Assert.Equal(stone, copy);
        Assert.NotSame(stone, copy);
        await system.Terminate().WaitAsync(Limit);
    }
}
