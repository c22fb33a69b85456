using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Akka.Actor;
using Akka.Event;
using Xunit;

namespace Akka.Remote.Tests;

public class LifecycleTests
{
    private const string QuickRetry = "akka.remote.retry-gate-closed-for = 100 ms\n";

    [Fact]
    public void A_port_in_use_is_named_with_its_host_and_setting()
    {
        var port = TcpProxy.FreePort();
        var config = $"akka.remote.dot-netty.tcp.port = {port}";
        using var first = TwoNodes.Start("first", config);
        var thrown = Assert.ThrowsAny<Exception>(() => TwoNodes.Start("second", config));
        var message = (thrown as RemoteTransportException ?? thrown.InnerException)!.Message;
        Assert.Contains($"127.0.0.1:{port}", message);
        Assert.Contains("akka.remote.dot-netty.tcp.hostname and .port", message);
    }

    [Fact]
    public async Task An_IPv6_address_stands_in_brackets_and_is_found_by_them()
    {
        if (!Socket.OSSupportsIPv6 || !IPGlobalProperties.GetIPGlobalProperties().GetUnicastAddresses().Any(unicast => unicast.Address.Equals(IPAddress.IPv6Loopback)))
            return; // containers mostly have none
        await using var nodes = new TwoNodes("akka.remote.dot-netty.tcp.hostname = \"::1\"");
        nodes.B.ActorOf(Props.Create<Echo>(), "echo");

        var address = TwoNodes.AddressOf(nodes.B).ToString();
        var found = await nodes.A.ActorSelection(address + "/user/echo").ResolveOne(TwoNodes.Soon);

        Assert.StartsWith("akka.tcp://B@[::1]:", address);
        Assert.Equal(address, Address.Parse(address).ToString());
        Assert.Equal(address, found.Path.Address.ToString());
    }

    [Theory]
    [InlineData("akka.remote.dot-netty.tcp.port = 70000", "akka.remote.dot-netty.tcp.port")]
    [InlineData("akka.remote.dot-netty.tcp.maximum-frame-size = 10b", "maximum-frame-size")]
    [InlineData("akka.remote.enabled-transports = []", "akka.remote.enabled-transports")]
    [InlineData("actors.engine.remote.send-queue-size = 0", "actors.engine.remote.send-queue-size")]
    [InlineData("akka.remote.dot-netty.tcp.enable-ssl = true", "ssl.certificate.path")]
    public void A_wrong_value_is_named_by_its_path(string config, string path)
    {
        var thrown = Assert.ThrowsAny<Exception>(() => TwoNodes.Start("wrong", config));
        Assert.Contains(path, thrown.ToString());
    }

    [Fact]
    public async Task Associations_are_published_as_they_come_and_go()
    {
        var nodes = new TwoNodes();
        var probe = new Probe(nodes.A);
        probe.Subscribe(nodes.A, typeof(AssociationEvent));
        nodes.B.ActorOf(Props.Create<Echo>(), "echo");
        await TwoNodes.Find(nodes.A, nodes.B, "/user/echo");
        var associated = await probe.Next<AssociatedEvent>();
        Assert.Equal((TwoNodes.AddressOf(nodes.A), TwoNodes.AddressOf(nodes.B), false),
            (associated.LocalAddress, associated.RemoteAddress, associated.IsInbound));
        await nodes.B.Terminate();
        var disassociated = await probe.Next<DisassociatedEvent>();
        Assert.Equal(TwoNodes.AddressOf(nodes.B), disassociated.RemoteAddress);
        await nodes.A.Terminate();
    }

    [Fact]
    public async Task Messages_to_a_node_that_cannot_be_reached_become_dead_letters_and_a_retry_finds_it_later()
    {
        var port = TcpProxy.FreePort();
        await using var a = new OneNode("A", QuickRetry);
        var probe = new Probe(a.System);
        probe.Subscribe(a.System, typeof(AssociationErrorEvent));
        probe.Subscribe(a.System, typeof(DeadLetter));
        var path = $"akka.tcp://B@127.0.0.1:{port}/user/echo";
        a.System.ActorSelection(path).Tell("into the void");
        await probe.Find<AssociationErrorEvent>();
        await probe.Find<DeadLetter>();

        await using var b = new OneNode("B", $"akka.remote.dot-netty.tcp.port = {port}");
        b.System.ActorOf(Props.Create<Echo>(), "echo");
        Assert.Equal("now", await AskUntilAnswered(a.System, path, "now"));
    }

    [Fact]
    public async Task A_node_that_restarts_on_its_port_is_reached_again_under_its_new_incarnation()
    {
        var config = $"akka.remote.dot-netty.tcp.port = {TcpProxy.FreePort()}";
        await using var a = new OneNode("A", QuickRetry);
        string path;
        await using (var b = new OneNode("B", config))
        {
            b.System.ActorOf(Props.Create<Echo>(), "echo");
            path = TwoNodes.AddressOf(b.System) + "/user/echo";
            Assert.Equal("first", await AskUntilAnswered(a.System, path, "first"));
        }
        await using var again = new OneNode("B", config);
        again.System.ActorOf(Props.Create<Echo>(), "echo");
        Assert.Equal("second", await AskUntilAnswered(a.System, path, "second"));
    }

    [Fact]
    public async Task A_broken_connection_is_made_anew_and_no_system_message_is_lost()
    {
        var port = TcpProxy.FreePort();
        using var proxy = new TcpProxy(port);
        await using var nodes = new TwoNodes("", TwoNodes.Behind(proxy, port));
        var probe = new Probe(nodes.A);
        for (var round = 0; round < 10; round++)
        {
            var local = nodes.B.ActorOf(Props.Create<Echo>(), "mortal-" + round);
            var remote = ((ExtendedActorSystem)nodes.A).Provider.ResolveActorRef(
                local.Path.ToSerializationFormatWithAddress(TwoNodes.AddressOf(nodes.B)));
            if (round % 2 == 0) proxy.CutAll();
            await probe.Watch(remote);
            nodes.B.Stop(local);
            if (round % 2 == 1) proxy.CutAll();
            await probe.Next<Terminated>("round " + round);
        }
    }

    [Fact]
    public async Task A_node_whose_address_cannot_be_dialed_gets_its_answers_over_its_own_connections()
    {
        await using var server = new OneNode("Server");
        await using var client = new OneNode("Client", "akka.remote.dot-netty.tcp { public-hostname = unreachable.invalid, public-port = 1 }");
        var local = server.System.ActorOf(Props.Create<Echo>(), "echo");
        var probe = new Probe(client.System);
        var echo = await TwoNodes.Find(client.System, server.System, "/user/echo");
        probe.Tell(echo, "answer me");
        await probe.Next<string>();
        await probe.Watch(echo);
        server.System.Stop(local);
        await probe.Next<Terminated>();
    }

    [Fact]
    public async Task A_node_of_another_name_at_the_right_address_is_refused()
    {
        await using var nodes = new TwoNodes();
        var probe = new Probe(nodes.A);
        probe.Subscribe(nodes.A, typeof(AssociationErrorEvent));
        nodes.A.ActorSelection(TwoNodes.AddressOf(nodes.B).WithSystem("Other") + "/user/echo").Tell("x");
        var error = await probe.Next<AssociationErrorEvent>();
        Assert.Contains(TwoNodes.AddressOf(nodes.B).ToString(), error.Cause.Message);
    }

    [Fact]
    public async Task Nodes_with_the_same_secret_talk()
    {
        await using var nodes = new TwoNodes("actors.engine.remote.secret = sesame");
        nodes.B.ActorOf(Props.Create<Echo>(), "echo");
        await TwoNodes.Find(nodes.A, nodes.B, "/user/echo");
    }

    [Theory]
    [InlineData("actors.engine.remote.secret = other")]
    [InlineData("actors.engine.remote.secret = \"\"")]
    public async Task A_node_without_the_secret_is_refused(string configOfB)
    {
        await using var nodes = new TwoNodes("actors.engine.remote.secret = sesame", configOfB);
        var atA = new Probe(nodes.A);
        atA.Subscribe(nodes.A, typeof(AssociationErrorEvent));
        var atB = new Probe(nodes.B);
        atB.Subscribe(nodes.B, typeof(Warning));
        nodes.A.ActorSelection(TwoNodes.AddressOf(nodes.B) + "/user/echo").Tell("x");
        Assert.Contains("actors.engine.remote.secret", (await atA.Next<AssociationErrorEvent>()).Cause.Message);
        Assert.Contains("actors.engine.remote.secret", (await atB.Find<Warning>()).Message.ToString());
    }

    /// <summary>Asks again whenever an answer does not come: what is sent while nobody is there is lost.</summary>
    private static async Task<string> AskUntilAnswered(ActorSystem system, string path, string question)
    {
        using var limit = new CancellationTokenSource(TwoNodes.Soon);
        while (true)
        {
            try
            {
                return await system.ActorSelection(path).Ask<string>(question, TimeSpan.FromMilliseconds(200), limit.Token);
            }
            catch (AskTimeoutException)
            {
            }
        }
    }
}
