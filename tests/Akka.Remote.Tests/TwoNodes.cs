using Akka.Actor;
using Akka.Configuration;

namespace Akka.Remote.Tests;

/// <summary>Two actor systems in this process that reach each other over loopback, on ports of their own.</summary>
public sealed class TwoNodes : IAsyncDisposable
{
    // Ten times what a loaded machine needs; only a failure takes that long.
    public static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    private const string Common = """
        akka {
          loglevel = WARNING
          stdout-loglevel = OFF
          loggers = []
          log-dead-letters = off
          actor.provider = remote
          remote.dot-netty.tcp { hostname = "127.0.0.1", port = 0 }
        }
        """;

    public TwoNodes(string config = "", string? configOfB = null)
    {
        A = Start("A", config);
        B = Start("B", configOfB ?? config);
    }

    public ActorSystem A { get; }

    public ActorSystem B { get; }

    public static ActorSystem Start(string name, string config = "") =>
        ActorSystem.Create(name, ConfigurationFactory.ParseString(config).WithFallback(ConfigurationFactory.ParseString(Common)));

    public static Address AddressOf(ActorSystem system) => ((ExtendedActorSystem)system).Provider.DefaultAddress;

    /// <summary>Makes a node listen on a port but be reached through a proxy.</summary>
    public static string Behind(TcpProxy proxy, int port) => $"\nakka.remote.dot-netty.tcp {{ port = {port}, public-port = {proxy.Port} }}\n";

    /// <summary>The ref of an actor of one node as the other one has it.</summary>
    public static Task<IActorRef> Find(ActorSystem from, ActorSystem at, string path) =>
        from.ActorSelection(AddressOf(at) + path).ResolveOne(Soon);

    /// <summary>A ref by path alone: whoever lives there, if anybody does.</summary>
    public static IActorRef Ref(ActorSystem from, ActorSystem at, string path) =>
        ((ExtendedActorSystem)from).Provider.ResolveActorRef(AddressOf(at) + path);

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(A.Terminate(), B.Terminate()).WaitAsync(Soon);
    }
}
