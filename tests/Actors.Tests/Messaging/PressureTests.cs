using Actors.Messaging;
using Xunit;

namespace Actors.Tests.Messaging;

public class PressureTests
{
    [Fact]
    public async Task A_reader_that_does_not_read_stops_the_writer_and_nothing_is_lost()
    {
        var settings = new ServerSettings { QueueCapacity = 8, InboxCapacity = 2, OutboxCapacity = 2 };
        await using var cluster = await Cluster<string>.StartAsync(2, settings);
        var written = 0;
        while (written < 1000 && await WriteAsync(cluster[1], $"{written}"))
            written++;

        // 2 in the outbox, one in hand, 8 in the queue, 2 in the inbox.
        Assert.InRange(written, 8, 13);
        Assert.InRange(cluster[1].Statistics.Peers[2].QueueLength, 1, 8);

        var rest = Task.Run(async () =>
        {
            for (var i = written; i < 200; i++)
                await cluster[1].Outbox.WriteAsync(Envelope.To(2, $"{i}"));
        });
        Assert.Equal(Enumerable.Range(0, 200).Select(i => $"{i}"), await cluster.ReadAsync(2, 200));
        await rest;
    }

    [Fact]
    public async Task A_slow_reader_costs_both_ends_bounded_memory()
    {
        const int MessageBytes = 100_000;
        var settings = new ServerSettings { QueueBytes = 1_000_000, Linger = TimeSpan.Zero };
        await using var cluster = await Cluster<byte[]>.StartAsync(2, settings);
        var message = new byte[MessageBytes];
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var written = 0L;
        var writer = Task.Run(async () =>
        {
            while (true)
            {
                await cluster[1].Outbox.WriteAsync(Envelope.To(2, message), limit.Token);
                Interlocked.Increment(ref written);
            }
        });

        for (var read = 1; read <= 200; read++)
        {
            await cluster.ReadAsync(2);
            // Outbox, hand and inbox; the queue, which keeps what its peer has not put into the inbox.
            Assert.InRange(Interlocked.Read(ref written) - read, 0, 16 + 1 + 16 + (settings.QueueBytes / MessageBytes) + 1);
            Assert.InRange(cluster[1].Statistics.Peers[2].QueueBytes, 0, settings.QueueBytes);
        }

        await limit.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writer);
    }

    [Fact]
    public async Task A_full_queue_may_drop_the_newest_so_that_the_others_go_on()
    {
        var settings = new ServerSettings { QueueCapacity = 4, WhenFull = FullQueuePolicy.DropNewest, Linger = TimeSpan.Zero, RetryInterval = TimeSpan.FromMilliseconds(50) };
        await using var cluster = await Cluster<string>.StartAsync(3, settings);
        await cluster[3].StopAsync();
        for (var i = 0; i < 20; i++)
        {
            await cluster[1].Outbox.WriteAsync(Envelope.ToAll($"{i}"));
            Assert.Equal($"{i}", (await cluster.ReadAsync(2)).Message);
            await Eventually.HoldsAsync(() => cluster[1].Statistics.Peers[2].QueueLength == 0, () => $"{cluster[1].Statistics}");
        }

        Assert.Equal(ErrorCodes.Unavailable, (await Assert.ThrowsAsync<ActorsException>(() => cluster[1].SendAsync(Envelope.To(3, "no room")))).Code);
        Assert.Equal((4, 17L), (cluster[1].Statistics.Peers[3].QueueLength, cluster[1].Statistics.Dropped));

        await cluster[3].StartAsync();
        Assert.Equal(["0", "1", "2", "3"], await cluster.ReadAsync(3, 4));
    }

    // False: it did not get in for as long as a busy machine may take.
    private static async Task<bool> WriteAsync(Server<string> server, string message)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMilliseconds(500));
        try
        {
            await server.Outbox.WriteAsync(Envelope.To(2, message), limit.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
