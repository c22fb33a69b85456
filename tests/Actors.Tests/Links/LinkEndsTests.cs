using Actors.Links;
using Actors.Links.Internal;
using FsCheck.Fluent;
using Google.Protobuf;
using Xunit;

namespace Actors.Tests.Links;

/// <summary>Both ends with what feeds the one and what reads at the other.</summary>
public class LinkEndsTests
{
    private const int Count = 60;

    [Fact]
    public void What_is_fed_into_a_link_is_read_once_and_in_order_over_as_many_links_as_the_network_makes_of_it()
    {
        var links = 0;
        Property.Holds(Gen.Choose(0, int.MaxValue), seed =>
        {
            var world = new EndsWorld(seed, Count, loss: seed % 4 / 10.0);
            world.Run(steps: 200_000, () => world.IsDone && world.Read.Count == Count, cuts: seed % 20);
            Assert.Equal(Enumerable.Range(0, Count), world.Read);
            links = Math.Max(links, world.Links);
        });
        Assert.True(links > 1, "no link was lost: the test shows less than it should");
    }

    [Fact]
    public void What_waits_at_an_end_is_bounded_by_the_window_and_what_is_read_at_a_time() => Property.Holds(Gen.Choose(0, int.MaxValue), seed =>
    {
        var world = new EndsWorld(seed, Count, loss: 0.1);
        world.Run(steps: 200_000, () => world.IsDone && world.Read.Count == Count);
        Assert.InRange(world.MostHeld, 1, world.Settings.Window + EndsWorld.MostOfPiece);
        Assert.InRange(world.MostUnread, 1, world.Settings.Window);
    });

    [Fact]
    public void No_end_is_left_behind_when_its_link_was_lost() => Property.Holds(Gen.Choose(0, int.MaxValue), seed =>
    {
        var world = new EndsWorld(seed, Count, loss: 0.1);
        world.Run(steps: 200_000, () => world.IsDone && world.Read.Count == Count, cuts: 20);
        world.Run(steps: 10_000, () => world.AreAllOver);
        Assert.True(world.AreAllOver);
    });

    [Fact]
    public void A_feed_reads_one_piece_at_a_time_and_only_while_there_is_room()
    {
        var reads = 0;
        var outlet = new LinkOutlet(1, LinkSettings.Default with { Window = 2 }, _ => { }, () => TimeSpan.Zero);
        var feed = new LinkFeed(outlet, () => reads++);

        feed.GoOn();
        feed.GoOn();
        Assert.Equal(1, reads);

        feed.Give([ByteString.Empty], goesOn: true);
        Assert.Equal(1, reads);
        feed.Give([]);
        Assert.Equal(2, reads);

        feed.Give([ByteString.Empty, ByteString.Empty]);
        Assert.Equal(2, reads);
        outlet.On(new LinkDemand { Link = 1, Acked = 1, UpTo = 4 });
        Assert.Equal(2, reads);
        outlet.On(new LinkDemand { Link = 1, Acked = 2, UpTo = 4 });
        Assert.Equal(3, reads);

        feed.Give([], closing: ByteString.Empty);
        Assert.Equal((3, true), (reads, outlet.IsClosed));
    }

    [Fact]
    public async Task A_reader_gives_each_link_credit_for_what_came_by_it()
    {
        var told = new List<object>();
        using var stream = new LinkReadStream();
        stream.Attach(told.Add);
        var (lost, next) = (Inlet(1), Inlet(2));
        stream.Add(ByteString.CopyFrom(1, 2), lost);
        stream.Add(ByteString.Empty, lost);
        stream.Add(ByteString.CopyFrom(3), by: null);
        stream.Add(ByteString.CopyFrom(4), next);
        stream.Complete();

        var read = new MemoryStream();
        await stream.CopyToAsync(read);

        Assert.Equal([1, 2, 3, 4], read.ToArray());
        Assert.Equal([lost, lost, next], told.Cast<LinkRead>().Select(message => message.By));
        Assert.False(stream.HasUnread);
    }

    private static LinkInlet Inlet(long link) => new(link, LinkSettings.Default, _ => { }, () => TimeSpan.Zero);
}
