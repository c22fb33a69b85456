using Akka.Actor;
using Xunit;

namespace Akka.Remote.Tests;

public class MessagingTests
{
    [Fact]
    public async Task An_actor_of_another_node_answers_an_ask()
    {
        await using var nodes = new TwoNodes();
        nodes.B.ActorOf(Props.Create<Echo>(), "echo");
        var echo = await TwoNodes.Find(nodes.A, nodes.B, "/user/echo");
        Assert.Equal("hello", await echo.Ask<string>("hello", TwoNodes.Soon));
        Assert.Equal(42, await echo.Ask<int>(42, TwoNodes.Soon));
        Assert.Equal(long.MaxValue, await echo.Ask<long>(long.MaxValue, TwoNodes.Soon));
    }
}
