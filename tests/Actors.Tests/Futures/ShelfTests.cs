using Actors.Futures;
using Actors.Futures.Shelves;
using Google.Protobuf;
using Xunit;

namespace Actors.Tests.Futures;

public sealed class ShelfTests
{
    private static readonly byte[] Value = [1, 2, 3];

    private readonly Shelf _shelf = new(new ShelfTerms { MaxBytes = 100, MaxItemBytes = 60, Lease = TimeSpan.FromSeconds(30) });

    [Fact]
    public void A_value_stays_until_all_who_hold_it_have_released_it()
    {
        _shelf.Put("key", Value, "a", 1, At(0));
        Assert.True(_shelf.TryHold("key", "b", 1, At(0), out _));

        _shelf.Release("a", "key", 2, At(1));
        Assert.True(_shelf.TryGet("key", out var value));
        Assert.Equal(Value, value.ToArray());
        _shelf.Release("b", "key", 2, At(1));

        Assert.Equal((0, 0), _shelf.Usage);
    }

    [Fact]
    public void What_an_attempt_stores_after_its_release_is_not_kept_and_a_later_attempt_is()
    {
        _shelf.Release("a", "key", 5, At(0));

        _shelf.Put("key", Value, "a", 4, At(1));
        Assert.False(_shelf.TryGet("key", out _));
        _shelf.Put("key", Value, "a", 6, At(1));
        _shelf.Release("a", "key", 5, At(2)); // on its way for long

        Assert.True(_shelf.TryGet("key", out _));
    }

    [Fact]
    public void A_client_that_is_silent_for_its_lease_holds_nothing_any_more()
    {
        _shelf.Put("key", Value, "silent", 1, At(0));
        _shelf.Put("other", Value, "lively", 1, At(0));
        _shelf.PutPart(new ShelfPut { Client = "silent", Key = "part", Total = 50, Part = ByteString.CopyFrom(1) }, At(1));
        _shelf.Touch("lively", At(20));

        _shelf.Tick(At(32));

        Assert.Equal(["other"], _shelf.Keys("", 10));
        Assert.Equal((1, 3), _shelf.Usage);
    }

    [Fact]
    public void What_does_not_fit_is_refused_and_the_message_names_the_setting()
    {
        _shelf.Put("first", new byte[60], "a", 1, At(0));

        var full = Assert.Throws<ActorsException>(() => _shelf.Put("second", new byte[41], "a", 2, At(0)));
        var large = Assert.Throws<ActorsException>(() => _shelf.Put("third", new byte[61], "a", 3, At(0)));
        _shelf.Put("fourth", new byte[40], "a", 4, At(0));

        Assert.Equal((ErrorCodes.Overloaded, ErrorCodes.TooLarge), (full.Code, large.Code));
        Assert.Contains("actors.futures.shelf-size", full.Message, StringComparison.Ordinal);
        Assert.Contains("actors.futures.max-item-size", large.Message, StringComparison.Ordinal);
        Assert.Equal((2, 100), _shelf.Usage);
    }

    [Fact]
    public void Parts_make_a_value_also_when_some_come_twice()
    {
        foreach (var (offset, part) in ((int, byte[])[])[(0, [1, 2]), (0, [1, 2]), (2, [3]), (2, [3]), (3, [4])])
            _shelf.PutPart(Part(offset, part), At(0));

        Assert.True(_shelf.TryGet("key", out var value));
        Assert.Equal([1, 2, 3, 4], value.ToArray());
        Assert.Equal((1, 4), _shelf.Usage);
    }

    [Fact]
    public void A_part_that_comes_after_its_release_or_without_a_beginning_takes_no_room()
    {
        _shelf.PutPart(Part(0, [1, 2]), At(0));
        _shelf.Release("a", "key", 1, At(0));

        _shelf.PutPart(Part(0, [1, 2]), At(1));
        Assert.Throws<ActorsException>(() => _shelf.PutPart(new ShelfPut { Client = "a", Serial = 2, Key = "key", Offset = 2, Total = 4, Part = ByteString.CopyFrom(3) }, At(1)));

        Assert.Equal((0, 0), _shelf.Usage);
    }

    [Fact]
    public void Room_is_what_is_left_of_the_whole()
    {
        _shelf.Put("first", new byte[60], "a", 1, At(0));

        Assert.Equal((true, false), (_shelf.HasRoom(40), _shelf.HasRoom(41)));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(-1, 1)]
    [InlineData(0, 5)]
    public void A_part_that_leaves_a_gap_or_goes_beyond_the_end_is_refused(int offset, int length) =>
        Assert.Equal(ErrorCodes.Invalid, Assert.Throws<ActorsException>(() => _shelf.PutPart(Part(offset, new byte[length]), At(0))).Code);

    [Theory]
    [InlineData(-1)]
    [InlineData(61)]
    [InlineData(long.MaxValue)]
    public void Room_is_judged_before_any_part_is_kept(long total) =>
        Assert.Equal(ErrorCodes.TooLarge, Assert.Throws<ActorsException>(() => _shelf.PutPart(new ShelfPut { Client = "a", Key = "key", Total = total }, At(0))).Code);

    [Fact]
    public void Parts_of_a_value_that_was_never_whole_do_not_mix_with_those_of_a_later_one()
    {
        _shelf.PutPart(Part(0, [1, 2], serial: 2), At(0));

        _shelf.PutPart(Part(0, [5, 6], serial: 7), At(1));
        _shelf.Release("a", "key", 2, At(1)); // of the one that was never whole
        _shelf.PutPart(Part(2, [7, 8], serial: 7), At(1));

        Assert.True(_shelf.TryGet("key", out var value));
        Assert.Equal([5, 6, 7, 8], value.ToArray());
        Assert.Equal((1, 4), _shelf.Usage);
    }

    private static ShelfPut Part(int offset, byte[] part, long serial = 1) =>
        new() { Client = "a", Serial = serial, Key = "key", Offset = offset, Total = 4, Part = ByteString.CopyFrom(part) };

    private static TimeSpan At(int seconds) => TimeSpan.FromSeconds(seconds);
}
