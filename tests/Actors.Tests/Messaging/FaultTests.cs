using System.Net.Sockets;
using Actors.Messaging;
using Xunit;

namespace Actors.Tests.Messaging;

public class FaultTests
{
    [Fact]
    public async Task A_peer_that_is_down_gets_its_envelopes_in_order_when_it_is_up()
    {
        await using var cluster = await Cluster<string>.StartAsync(2);
        await cluster[2].StopAsync();
        for (var i = 0; i < 30; i++)
            await cluster[1].Outbox.WriteAsync(Envelope.To(2, $"{i}"));
        await Eventually.HoldsAsync(() => cluster[1].Statistics.Peers[2].QueueLength == 30, () => $"{cluster[1].Statistics}");

        await cluster[2].StartAsync();
        Assert.Equal(Enumerable.Range(0, 30).Select(i => $"{i}"), await cluster.ReadAsync(2, 30));
        await Eventually.HoldsAsync(() => cluster[1].Statistics.Peers[2] is { QueueLength: 0, IsConnected: true }, () => $"{cluster[1].Statistics}");
    }

    [Fact]
    public async Task Peers_that_come_and_go_while_others_send_get_all_that_was_confirmed_and_nothing_out_of_order()
    {
        const int Each = 400;
        await using var cluster = await Cluster<string>.StartAsync(2);
        var received = new List<int>();
        var reader = Task.Run(async () =>
        {
            do
                received.Add(int.Parse((await cluster.ReadAsync(2)).Message));
            while (received[^1] != Each - 1);
        });
        for (var i = 0; i < Each; i++)
        {
            if (i % 100 == 50)
                await cluster[2].StopAsync();
            if (i % 100 == 55)
                await cluster[2].StartAsync();
            if (i % 100 is >= 50 and < 55)
                await cluster[1].Outbox.WriteAsync(Envelope.To(2, $"{i}"));
            else
                await cluster[1].SendAsync(Envelope.To(2, $"{i}"), TimeSpan.FromSeconds(30));
        }

        await reader;
        Assert.Equal(Enumerable.Range(0, Each), received.Distinct());
        // A new incarnation of the receiver may be sent again what the one before had not confirmed.
        Assert.InRange(received.Count - Each, 0, 20);
    }

    [Fact]
    public async Task A_sender_that_is_restarted_begins_anew()
    {
        await using var cluster = await Cluster<string>.StartAsync(2);
        for (var round = 0; round < 5; round++)
        {
            await cluster[1].SendAsync(Envelope.To(2, $"{round}"));
            Assert.Equal($"{round}", (await cluster.ReadAsync(2)).Message);
            await cluster[1].StopAsync();
            await cluster[1].StartAsync();
        }
    }

    [Fact]
    public async Task A_partition_drops_what_goes_to_and_fro_until_it_is_healed()
    {
        await using var cluster = await Cluster<string>.StartAsync(3);
        await cluster[1].SendAsync(Envelope.ToAll("hello"));
        await cluster[2].SendAsync(Envelope.ToAll("hello"));
        await cluster[3].SendAsync(Envelope.ToAll("hello"));
        foreach (var pid in new[] { 1, 2, 3 })
            await cluster.ReadAsync(pid, 2);

        cluster[1].Partition(2);
        await cluster[1].Outbox.WriteAsync(Envelope.To(2, "lost"));
        await cluster[1].Outbox.WriteAsync(Envelope.ToAll("for 3 alone"));
        await cluster[2].Outbox.WriteAsync(Envelope.To(1, "lost"));
        await cluster[2].Outbox.WriteAsync(Envelope.ToAll("for 3 alone"));
        Assert.Equal(["for 3 alone", "for 3 alone"], await cluster.ReadAsync(3, 2));

        // What is dropped is not confirmed, whichever end drops it.
        foreach (var (from, to) in new[] { (1, 2), (2, 1) })
        {
            var failure = await Assert.ThrowsAsync<ActorsException>(() => cluster[from].SendAsync(Envelope.To(to, "lost"), TimeSpan.FromMilliseconds(300)));
            Assert.Equal(ErrorCodes.Timeout, failure.Code);
        }

        // The other side's queue does not fill up meanwhile.
        await Eventually.HoldsAsync(() => cluster[2].Statistics.Peers[1].QueueLength == 0, () => $"{cluster[2].Statistics}");
        Assert.False(cluster[1].Inbox.TryRead(out _));
        Assert.False(cluster[2].Inbox.TryRead(out _));

        cluster[1].Heal();
        await cluster[1].SendAsync(Envelope.To(2, "healed"));
        await cluster[2].SendAsync(Envelope.To(1, "healed"));
        Assert.Equal("healed", (await cluster.ReadAsync(1)).Message);
        Assert.Equal("healed", (await cluster.ReadAsync(2)).Message);
        Assert.Equal((6, 0), (cluster[1].Statistics.Dropped, cluster[2].Statistics.Dropped));
    }

    [Fact]
    public async Task A_partition_drops_what_waits_for_a_peer_that_is_down()
    {
        await using var cluster = await Cluster<string>.StartAsync(2);
        await cluster[2].StopAsync();
        await cluster[1].Outbox.WriteAsync(Envelope.To(2, "lost"));
        await Eventually.HoldsAsync(() => cluster[1].Statistics.Peers[2].QueueLength == 1, () => $"{cluster[1].Statistics}");

        cluster[1].Partition(2);
        await Eventually.HoldsAsync(() => cluster[1].Statistics.Peers[2].QueueLength == 0, () => $"{cluster[1].Statistics}");
        cluster[1].Heal();
        await cluster[2].StartAsync();
        await cluster[1].SendAsync(Envelope.To(2, "healed"));
        Assert.Equal("healed", (await cluster.ReadAsync(2)).Message);
        Assert.Equal(1, cluster[1].Statistics.Dropped);
    }

    [Fact]
    public async Task Bad_bytes_at_the_port_harm_nothing()
    {
        await using var cluster = await Cluster<string>.StartAsync(2);
        var random = new Random(1);
        for (var i = 0; i < 20; i++)
        {
            using var stranger = new TcpClient();
            await stranger.ConnectAsync("127.0.0.1", cluster.Config.Find(2)!.Port);
            var bytes = new byte[random.Next(1, 5000)];
            random.NextBytes(bytes);
            // Some begin like a frame of a likely length.
            if (i % 2 == 0)
                BitConverter.TryWriteBytes(bytes, random.Next(2000));
            try
            {
                await stranger.GetStream().WriteAsync(bytes);
            }
            catch (IOException)
            {
                // It has hung up: that is its right.
            }
        }

        await cluster[1].SendAsync(Envelope.To(2, "still here"));
        Assert.Equal("still here", (await cluster.ReadAsync(2)).Message);
        Assert.Equal(ServerState.Running, cluster[2].State);
    }

    [Fact]
    public async Task Servers_with_another_secret_or_another_config_are_not_let_in()
    {
        var config = Ports.ConfigOf(1, 2);
        var quick = TimeSpan.FromMilliseconds(300);
        await using var one = Server.Start(1, config, new ServerSettings { Secret = "s1", Linger = TimeSpan.Zero });
        await using (var other = Server.Start(2, config, new ServerSettings { Secret = "s2", Linger = TimeSpan.Zero }))
            Assert.Equal(ErrorCodes.Timeout, (await Assert.ThrowsAsync<ActorsException>(() => other.SendAsync(Envelope.To(1, "x"), quick))).Code);

        // It thinks that pid 1 is 3, and that it is 4 itself.
        var wrong = ServerConfig.Parse(config.ToString().Replace("\"Pid\": 1", "\"Pid\": 3").Replace("\"Pid\": 2", "\"Pid\": 4"));
        await using (var other = Server.Start(4, wrong, new ServerSettings { Secret = "s1", Linger = TimeSpan.Zero }))
            Assert.Equal(ErrorCodes.Timeout, (await Assert.ThrowsAsync<ActorsException>(() => other.SendAsync(Envelope.To(3, "x"), quick))).Code);

        await using var right = Server.Start(2, config, new ServerSettings { Secret = "s1" });
        await right.SendAsync(Envelope.To(1, "let in"));
        Assert.True(one.Inbox.TryRead(out var envelope));
        Assert.Equal("let in", envelope.Message);
    }
}
