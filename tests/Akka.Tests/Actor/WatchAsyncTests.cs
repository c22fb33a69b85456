using Akka.Actor;
using Xunit;

namespace Akka.Tests.Actor;

public sealed class WatchAsyncTests : ActorSystemTest
{
    [Fact]
    public async Task It_completes_when_the_actor_is_gone()
    {
        var actor = Spawn((_, _) => { });
        var gone = actor.WatchAsync();
        Assert.False(gone.IsCompleted);

        Sys.Stop(actor);

        Assert.True(await gone.WaitAsync(Limit));
    }

    [Fact]
    public async Task It_completes_at_once_for_an_actor_that_is_gone_already()
    {
        var actor = Spawn((_, _) => { });
        await actor.GracefulStop(Limit);

        Assert.True(await actor.WatchAsync().WaitAsync(Limit));
    }

    [Fact]
    public async Task It_is_false_when_the_caller_gives_up()
    {
        using var patience = new CancellationTokenSource();
        var gone = Spawn((_, _) => { }).WatchAsync(patience.Token);

        await patience.CancelAsync();

        Assert.False(await gone.WaitAsync(Limit));
    }
}
