using Xunit;

namespace Akka.Simulation.Remote.Faults;

/// <summary>Remoting of real actor systems on a bad network.</summary>
public class RemotingFaultTests
{
    [Fact]
    public void On_a_good_network_every_message_arrives()
    {
        foreach (var seed in Seeds.Of(3))
        {
            var traffic = new RemoteTraffic(seed);
            traffic.RunFor(10);
            traffic.Recovers(2);
            Assert.Equal(0, traffic.Log.Missing);
            Assert.InRange(traffic.Log.Received, 900, 3000);
            Assert.InRange(traffic.Mourned, 40, 100);
        }
    }

    [Fact]
    public void Loss_on_the_wire_loses_no_message_and_repeats_none()
    {
        foreach (var seed in Seeds.Of(6))
        {
            var traffic = new RemoteTraffic(seed);
            traffic.Nodes.Links.DropRate = 0.1 + traffic.Random.NextDouble() * 0.4;
            traffic.RunFor(20);
            traffic.Nodes.Links.DropRate = 0;
            traffic.Recovers(10);
            Assert.Equal(0, traffic.Log.Missing);
        }
    }

    [Fact]
    public void Delays_of_all_lengths_change_no_order()
    {
        foreach (var seed in Seeds.Of(4))
        {
            var traffic = new RemoteTraffic(seed, "", 3);
            traffic.Nodes.Links.MaxDelay = TimeSpan.FromSeconds(0.1 + traffic.Random.NextDouble() * 2);
            traffic.RunFor(20);
            traffic.Recovers(30);
        }
    }

    [Fact]
    public void Connections_that_break_again_and_again_repeat_nothing_and_hide_no_death()
    {
        foreach (var seed in Seeds.Of(20))
        {
            var traffic = new RemoteTraffic(seed);
            for (var round = 0; round < 30; round++)
            {
                traffic.RunFor(traffic.Random.NextDouble() * 2);
                if (traffic.Random.Next(3) == 0)
                    traffic.Nodes.Break("a", "b");
                else
                    traffic.Nodes.BreakOne("a", "b");
            }
            traffic.Recovers(20);
        }
    }

    [Fact]
    public void Whatever_the_links_do_for_some_seconds_is_forgotten_when_they_heal()
    {
        foreach (var seed in Seeds.Of(20))
        {
            var traffic = new RemoteTraffic(seed, "", 3);
            for (var round = 0; round < 15; round++)
                Disturb(traffic);
            Heal(traffic);
            traffic.Recovers(30);
        }
    }

    [Fact]
    public void The_same_seed_takes_the_same_course()
    {
        foreach (var seed in Seeds.Of(4))
            Assert.Equal(Course(seed), Course(seed));

        static (ulong, long, long) Course(int seed)
        {
            var traffic = new RemoteTraffic(seed, "", 3);
            for (var round = 0; round < 10; round++)
                Disturb(traffic);
            return (traffic.Nodes.Trace.Hash, traffic.Nodes.Trace.Lines, traffic.Log.Received);
        }
    }

    [Fact]
    public void A_storm_of_breaks_makes_no_storm_of_dials()
    {
        foreach (var seed in Seeds.Of(3))
        {
            var traffic = new RemoteTraffic(seed);
            traffic.RunFor(5);
            var before = traffic.Nodes.Dials;
            for (var i = 0; i < 600; i++)
            {
                traffic.RunFor(0.05);
                traffic.Nodes.Break("a", "b");
            }
            // Two nodes and two lanes: a few at once, then one in five seconds each.
            Assert.InRange(traffic.Nodes.Dials - before, 8, 80);
            traffic.Recovers(20);
        }
    }

    [Fact]
    public void A_peer_that_stops_reading_costs_bounded_memory_and_no_order()
    {
        foreach (var seed in Seeds.Of(3))
        {
            var traffic = new RemoteTraffic(seed, "actors.engine.remote.send-queue-size = 1 MiB");
            var flood = new Flood(traffic);
            traffic.RunFor(2);
            traffic.Nodes.Pause("b");
            traffic.RunFor(1);
            for (var i = 0; i < 500; i++)
            {
                flood.Send(10_000);
                traffic.RunFor(0.01);
            }
            // What the buffers of the connection and the queue hold, no more.
            Assert.InRange(flood.Shed, 330, 370);
            traffic.Nodes.Continue("b");
            traffic.RunFor(2);
            traffic.Recovers(10);
            Assert.Equal(500 - flood.Shed, flood.Arrived);
        }
    }

    private static void Disturb(RemoteTraffic traffic)
    {
        var (a, b) = (traffic.Names[traffic.Random.Next(traffic.Names.Count)], traffic.Names[traffic.Random.Next(traffic.Names.Count)]);
        var links = traffic.Nodes.Links;
        switch (traffic.Random.Next(8))
        {
            case 0:
                links.Cut(a, b);
                break;
            case 1:
                links.CutOneWay(a, b);
                break;
            case 2:
                traffic.Nodes.Break(a, b);
                break;
            case 3:
                traffic.Nodes.BreakOne(a, b);
                break;
            case 4:
                links.DropRate = traffic.Random.NextDouble() * 0.5;
                break;
            case 5:
                links.MaxDelay = TimeSpan.FromSeconds(traffic.Random.NextDouble());
                break;
            case 6:
                traffic.Nodes.Pause(a);
                traffic.RunFor(traffic.Random.NextDouble() * 3);
                traffic.Nodes.Continue(a);
                break;
            case 7:
                Heal(traffic);
                break;
        }
        traffic.RunFor(traffic.Random.NextDouble());
        // No link is away for so long that its ends give each other up.
        if (traffic.Random.Next(3) == 0)
            links.HealAll();
    }

    private static void Heal(RemoteTraffic traffic)
    {
        traffic.Nodes.Links.HealAll();
        traffic.Nodes.Links.DropRate = 0;
        traffic.Nodes.Links.MaxDelay = TimeSpan.FromMilliseconds(2);
    }
}
