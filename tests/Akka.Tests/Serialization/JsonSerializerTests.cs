using System.Collections.Immutable;
using System.Runtime.Serialization;
using System.Text;
using Akka.Actor;
using Akka.Serialization;
using FsCheck.Fluent;
using Xunit;

namespace Akka.Tests.Serialization;

public sealed class JsonSerializerTests : ActorSystemTest
{
    public sealed record Order(string Id, int Count, decimal Price, DateTime At, TimeSpan Patience, IReadOnlyList<string> Tags, ImmutableDictionary<string, int> Stock);

    public sealed class Mutable
    {
        public int Number { get; set; }

        public string? Text { get; set; } = "not null";

        public double Ratio { get; private set; }

        public static Mutable Of(double ratio) => new() { Ratio = ratio, Text = null };
    }

#pragma warning disable CA1051 // Fields are what this is about.
    public sealed class Fields(int n)
    {
        public readonly int N = n;
    }
#pragma warning restore CA1051

    public sealed class TwoConstructors
    {
        public TwoConstructors(string name) : this(name, 1) { }

        public TwoConstructors(string name, int count)
        {
            Name = name;
            Count = count;
        }

        public string Name { get; }

        public int Count { get; }
    }

    public sealed class Ring
    {
        public Ring? Next { get; set; }

        public int Number { get; set; }
    }

    public sealed record Holder(object? Value);

    public sealed record Refs(IActorRef Actor, IActorRef? None, Address Address, ActorPath Path);

    public record Base(int A);

    public sealed record Derived(int A, int B) : Base(A);

    public sealed record OfBase(Base Value);

    public sealed record Failing(Exception Cause);

    public sealed record Executable(Action Run);

    public JsonSerializerTests() : base("akka.actor.serialization-bindings { \"" + typeof(Derived).FullName + ", Akka.Tests\" = json }") { }

    [Fact]
    public void Immutable_messages_come_back_equal_in_all_parts()
    {
        var order = new Order("a", 2, 3.25m, new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc), TimeSpan.FromMilliseconds(7), ["x", "y"], ImmutableDictionary<string, int>.Empty.Add("k", 1));

        var back = RoundTrip(order);

        Assert.Equal((order.Id, order.Count, order.Price, order.At, order.Patience), (back.Id, back.Count, back.Price, back.At, back.Patience));
        Assert.Equal(order.Tags, back.Tags);
        Assert.Equal(order.Stock, back.Stock);
    }

    [Fact]
    public void Private_setters_are_used_and_null_replaces_a_default()
    {
        var back = RoundTrip(Mutable.Of(0.5));

        Assert.Equal((0, null, 0.5), (back.Number, back.Text, back.Ratio));
    }

    [Fact]
    public void Public_fields_travel() => Assert.Equal(5, RoundTrip(new Fields(5)).N);

    [Fact]
    public void Of_several_constructors_the_fullest_is_used()
    {
        var back = RoundTrip(new TwoConstructors("a", 5));

        Assert.Equal(("a", 5), (back.Name, back.Count));
    }

    [Fact]
    public void Circles_are_preserved()
    {
        var ring = new Ring { Number = 1, Next = new Ring { Number = 2 } };
        ring.Next.Next = ring;

        var back = RoundTrip(ring);

        Assert.Equal(2, back.Next!.Number);
        Assert.Same(back, back.Next.Next);
    }

    [Fact]
    public async Task Circles_are_numbered_per_message_when_threads_serialize_side_by_side()
    {
        var serializer = Sys.Serialization.FindSerializerFor(new Ring());
        var expected = serializer.ToBinary(Ring(5));
        var threads = Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(() =>
        {
            for (var i = 0; i < 1000; i++) Assert.Equal(expected, serializer.ToBinary(Ring(5)));
        }));

        await Task.WhenAll(threads).WaitAsync(Limit);

        static Ring Ring(int length)
        {
            var first = new Ring();
            first.Next = first;
            for (var i = 1; i < length; i++) first.Next = new Ring { Number = i, Next = first.Next };
            return first;
        }
    }

    [Fact]
    public void Scalars_declared_as_object_keep_their_types() => Property.Holds(
        Gen.OneOf(
            Gen.Choose(int.MinValue, int.MaxValue).Select(number => (object)number),
            Gen.Choose(0, int.MaxValue).Select(number => (object)(long.MaxValue - number)),
            Gen.Choose(-1000, 1000).Select(number => (object)(number / 7.0)),
            Gen.Choose(-1000, 1000).Select(number => (object)(number / 7f)),
            Gen.Choose(-1000, 1000).Select(number => (object)(number / 100m)),
            Gen.Choose(0, 255).Select(number => (object)(byte)number),
            Gen.Choose('a', 'z').Select(number => (object)(char)number),
            Gen.Choose(0, 100_000).Select(number => (object)DateTime.UnixEpoch.AddSeconds(number)),
            Gen.Choose(0, 100_000).Select(number => (object)new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.FromHours(1)).AddSeconds(number)),
            Gen.Choose(0, 100_000).Select(number => (object)TimeSpan.FromTicks(number)),
            Gen.Elements("", "2026-01-01T00:00:00Z", "{\"$\":\"I5\"}", "ünï ✓ \u0000").Select(text => (object)text),
            Gen.Elements(true, false).Select(flag => (object)flag),
            Gen.Constant((object)Guid.Parse("00112233-4455-6677-8899-aabbccddeeff"))),
        value => Assert.Equal(value, RoundTrip(new Holder(value)).Value));

    [Fact]
    public void References_paths_and_addresses_travel_as_text()
    {
        var actor = Spawn((_, _) => { }, "target");
        var back = RoundTrip(new Refs(actor, null, new Address("akka.tcp", "sys", "host", 2552), actor.Path));

        Assert.Equal(actor, back.Actor);
        Assert.Null(back.None);
        Assert.Equal(new Address("akka.tcp", "sys", "host", 2552), back.Address);
        Assert.Equal(actor.Path, back.Path);
    }

    [Fact]
    public void A_reference_declared_as_object_is_one_again()
    {
        var actor = Spawn((_, _) => { });

        Assert.Equal(actor, RoundTrip(new Holder(actor)).Value);
        Assert.Equal(ActorRefs.Nobody, RoundTrip(new Holder(ActorRefs.Nobody)).Value);
    }

    [Fact]
    public void A_registered_type_may_stand_for_its_base()
    {
        Assert.Equal(new Derived(1, 2), RoundTrip(new OfBase(new Derived(1, 2))).Value);
        Assert.Equal(new Derived(1, 2), RoundTrip(new Holder(new Derived(1, 2))).Value);
    }

    [Fact]
    public void An_unregistered_type_in_place_of_the_declared_one_fails_at_the_sender_and_is_named()
    {
        var error = Assert.Throws<SerializationException>(() => Sys.Serialization.Serialize(new Holder(new Ring())));

        Assert.Contains(typeof(Ring).FullName!, error.Message);
        Assert.Contains("akka.actor.serialization-bindings", error.Message);
    }

    [Fact]
    public void An_exception_keeps_its_class_only_if_the_base_library_has_it()
    {
        var known = RoundTrip(new Failing(new TimeoutException("late", new InvalidOperationException("inner")))).Cause;
        Assert.IsType<TimeoutException>(known);
        Assert.Equal("late", known.Message);
        Assert.IsType<InvalidOperationException>(known.InnerException);

        var foreign = RoundTrip(new Failing(new AskTimeoutException("late"))).Cause;
        Assert.IsType<Exception>(foreign);
        Assert.Equal("Akka.Actor.AskTimeoutException: late", foreign.Message);
    }

    [Fact]
    public void Code_does_not_travel() => Assert.Throws<SerializationException>(() => Sys.Serialization.Serialize(new Executable(() => { })));

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[1,2]")]
    [InlineData("{\"Number\":\"text\"}")]
    [InlineData("{\"$type\":\"System.IO.FileInfo\"}")]
    [InlineData("{\"Next\":{\"$type\":\"System.Diagnostics.Process, System.Diagnostics.Process\"}}")]
    [InlineData("{\"Next\":{\"$ref\":\"7\"}}")]
    public void Bytes_that_are_not_the_message_are_an_error_or_nothing(string json)
    {
        try
        {
            Assert.IsNotType<FileInfo>(Sys.Serialization.Deserialize(Encoding.UTF8.GetBytes(json), 1, typeof(Ring)));
        }
        catch (SerializationException)
        {
        }
    }

    [Fact]
    public void Bytes_that_are_not_text_are_an_error() =>
        Assert.Throws<SerializationException>(() => Sys.Serialization.Deserialize([0x22, 0xff, 0xfe, 0x22], 1, typeof(string)));

    [Fact]
    public void A_deep_nest_is_an_error_and_not_the_end_of_the_stack()
    {
        var deep = string.Concat(Enumerable.Repeat("{\"Next\":", 100_000));

        Assert.Throws<SerializationException>(() => Sys.Serialization.Deserialize(Encoding.UTF8.GetBytes(deep), 1, typeof(Ring)));
    }

    private T RoundTrip<T>(T message)
    {
        var serializer = Sys.Serialization.FindSerializerFor(message);
        Assert.IsType<NewtonSoftJsonSerializer>(serializer);
        return (T)Sys.Serialization.Deserialize(Sys.Serialization.Serialize(message), serializer.Identifier, Akka.Serialization.Serialization.ManifestFor(serializer, message));
    }
}
