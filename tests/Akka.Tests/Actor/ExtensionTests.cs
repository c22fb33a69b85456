using Akka.Actor;
using Xunit;

namespace Akka.Tests.Actor;

public class ExtensionTests() : ActorTest($"akka.extensions = [\"{typeof(ConfiguredId).AssemblyQualifiedName}\"]")
{
    [Fact]
    public void An_extension_is_made_once_a_system()
    {
        var first = new CounterId().Apply(Sys);
        Assert.Same(first, new CounterId().Apply(Sys));
        Assert.Same(first, Sys.GetExtension<Counter>());
        Assert.Same(first, Sys.WithExtension<Counter, CounterId>());
    }

    [Fact]
    public async Task Extensions_asked_for_on_many_threads_are_made_once()
    {
        var made = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => new CounterId().Apply(Sys))));
        Assert.Single(made.Distinct());
    }

    [Fact]
    public void Each_system_has_its_own()
    {
        using var other = ActorSystem.Create("other");
        Assert.NotSame(new CounterId().Apply(Sys), new CounterId().Apply(other));
    }

    [Fact]
    public void The_system_knows_which_extensions_it_has()
    {
        Assert.False(Sys.HasExtension<Counter>());
        Assert.False(Sys.TryGetExtension<Counter>(out _));
        var counter = new CounterId().Apply(Sys);
        Assert.True(Sys.HasExtension<Counter>());
        Assert.True(Sys.TryGetExtension<Counter>(out var found));
        Assert.Same(counter, found);
    }

    [Fact]
    public void Extensions_in_the_configuration_are_there_from_the_start() => Assert.True(Sys.HasExtension<Configured>());

    [Fact]
    public void An_extension_that_fails_fails_for_whoever_asks() => Assert.Throws<BangException>(() => new BrokenId().Apply(Sys));

    public sealed class Counter : IExtension;

    public sealed class CounterId : ExtensionIdProvider<Counter>
    {
        public override Counter CreateExtension(ExtendedActorSystem system) => new();
    }

    public sealed class Configured : IExtension;

    public sealed class ConfiguredId : ExtensionIdProvider<Configured>
    {
        public override Configured CreateExtension(ExtendedActorSystem system) => new();
    }

    public sealed class Broken : IExtension;

    public sealed class BrokenId : ExtensionIdProvider<Broken>
    {
        public override Broken CreateExtension(ExtendedActorSystem system) => throw new BangException();
    }
}
