using Actors.Services;
using Actors.Services.Internal;
using Akka.Actor;
using Akka.TestKit.Xunit2;
using Xunit;

namespace Actors.Tests.Services;

public sealed class GatheringTests : TestKit
{
    [Theory]
    [InlineData(2, true)]
    [InlineData(0, false)]
    public void An_answer_says_whether_all_have_answered(int answers, bool isComplete)
    {
        var order = new GatheringOrder<ServicesListed>(
            new ListServices(), [TestActor, TestActor], TestActor, (all, whole) => new ServicesListed { Partial = !whole, RequestId = (ulong)all.Count })
        {
            Patience = isComplete ? TimeSpan.FromMinutes(1) : TimeSpan.FromMilliseconds(100),
        };
        var gathering = Sys.ActorOf(Gathering<ServicesListed>.Props(order));
        ExpectMsg<ListServices>();
        ExpectMsg<ListServices>();

        for (var i = 0; i < answers; i++)
            gathering.Tell(new ServicesListed());

        var joined = ExpectMsg<ServicesListed>(TimeSpan.FromSeconds(15));
        Assert.Equal((!isComplete, (ulong)answers), (joined.Partial, joined.RequestId));
    }
}
