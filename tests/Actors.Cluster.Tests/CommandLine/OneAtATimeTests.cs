using Actors.Cli.Flows;
using Xunit;

namespace Actors.Cluster.Tests.CommandLine;

public sealed class OneAtATimeTests
{
    [Fact]
    public async Task However_many_ask_meanwhile_it_is_done_once_more()
    {
        var (done, running) = (0, 0);
        var turns = new[] { new TaskCompletionSource(), new TaskCompletionSource(), new TaskCompletionSource() };
        var work = new OneAtATime(async () =>
        {
            Assert.Equal(1, Interlocked.Increment(ref running));
            await turns[done++].Task;
            Interlocked.Decrement(ref running);
        });
        var first = work.AskAsync();
        await work.AskAsync();
        await work.AskAsync();
        Assert.Equal(1, done);
        turns[0].SetResult();
        turns[1].SetResult();
        await first;
        Assert.Equal(2, done);
        turns[2].SetResult();
        await work.AskAsync();
        Assert.Equal(3, done);
    }
}
