using Akka.Remote.Internal.Network;
using Xunit;

namespace Akka.Simulation.Remote;

public class ReceiveBufferTests
{
    [Fact]
    public void A_stranger_gets_no_more_room_than_its_limit()
    {
        var buffer = new ReceiveBuffer();
        Assert.Equal(100, buffer.Room(100).Length);
    }

    [Fact]
    public void Unread_bytes_stay_in_one_piece_when_the_buffer_grows()
    {
        var buffer = new ReceiveBuffer();
        Fill(buffer, 100, 100, first: 0);
        buffer.Consumed(40);
        Fill(buffer, 1000, 500, first: 100);
        Assert.Equal(Enumerable.Range(40, 560).Select(i => (byte)i), buffer.Unread.ToArray());
    }

    [Fact]
    public void A_large_frame_makes_the_buffer_grow_to_the_limit_and_no_further()
    {
        var buffer = new ReceiveBuffer();
        const int limit = 200_000;
        var filled = 0;
        while (filled < limit)
        {
            var room = buffer.Room(limit).Length;
            Assert.InRange(room, 1, limit - filled);
            buffer.Filled(room);
            filled += room;
        }
        Assert.Throws<InvalidOperationException>(() => buffer.Room(limit));
    }

    private static void Fill(ReceiveBuffer buffer, int limit, int count, int first)
    {
        for (var filled = 0; filled < count;)
        {
            var room = buffer.Room(limit);
            var now = Math.Min(room.Length, count - filled);
            for (var i = 0; i < now; i++) room.Span[i] = (byte)(first + filled + i);
            buffer.Filled(now);
            filled += now;
        }
    }
}
