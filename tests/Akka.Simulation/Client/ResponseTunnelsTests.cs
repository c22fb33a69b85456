using Akka.Actor;
using Akka.Cluster.Tools.Client.Internal;
using Akka.Simulation.Actor;
using Xunit;

namespace Akka.Simulation.Client;

public class ResponseTunnelsTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private readonly OneThread _thread = new();
    private readonly IActorRefProvider _provider;
    private readonly ResponseTunnels _tunnels;

    public ResponseTunnelsTests()
    {
        _provider = ((ExtendedActorSystem)_thread.System).Provider;
        _tunnels = new ResponseTunnels(_provider, Timeout, most: 10, _thread.System.Scheduler);
    }

    [Fact]
    public void The_tunnel_of_an_asker_is_forgotten_once_it_is_answered()
    {
        var asker = new Sender(_provider, _provider.TempPath());
        var tunnel = _tunnels.For(asker);
        _tunnels.Reap();
        Assert.Same(tunnel, _tunnels.For(asker));

        tunnel.Tell("answer", ActorRefs.NoSender);
        _tunnels.Reap();

        Assert.Equal("answer", asker.Received);
        Assert.NotSame(tunnel, _tunnels.For(asker));
    }

    [Fact]
    public void The_tunnel_of_an_actor_stays_for_further_answers_until_it_times_out()
    {
        var actor = new Sender(_provider, _provider.DeadLetters.Path.Root / "user" / "actor");
        var tunnel = _tunnels.For(actor);
        tunnel.Tell("answer", ActorRefs.NoSender);
        _tunnels.Reap();
        Assert.Same(tunnel, _tunnels.For(actor));

        _thread.Clock.Advance(Timeout * 2);
        _tunnels.Reap();
        Assert.NotSame(tunnel, _tunnels.For(actor));
    }

    private sealed class Sender(IActorRefProvider provider, ActorPath path) : MinimalActorRef
    {
        public object? Received { get; private set; }

        public override ActorPath Path => path;

        public override IActorRefProvider Provider => provider;

        protected override void TellInternal(object message, IActorRef? sender) => Received = message;
    }
}
