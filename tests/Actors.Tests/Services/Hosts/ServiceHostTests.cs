using Actors.Links;
using Actors.Services;
using Actors.Services.Hosts;
using Actors.Services.Internal;
using Akka.TestKit.Xunit2;
using Xunit;

namespace Actors.Tests.Services.Hosts;

public sealed class ServiceHostTests : TestKit
{
    [Fact]
    public void Who_asks_for_what_is_not_sent_any_more_is_told_so_at_once()
    {
        var plan = new ServiceHostPlan
        {
            Host = "host",
            Service = "service",
            Shape = new ServiceShape(),
            Callee = new NoCallee(),
            Terms = new HostTerms(),
            Threads = new CallThreads(1, TimeSpan.FromSeconds(1)),
            Time = TimeProvider.System,
            MaxReplyBytes = 1024,
            Link = LinkSettings.Default,
        };
        var host = Sys.ActorOf(ServiceHost.Props(plan, ServiceRoute.Through(CreateTestProbe())));

        host.Tell(new LinkDemand { Link = 7, UpTo = 32 }, TestActor);

        var broken = ExpectMsg<LinkBroken>(TimeSpan.FromSeconds(15));
        Assert.Equal((7, ErrorCodes.NotFound), (broken.Link, broken.Code));
    }

    private sealed class NoCallee : ICallee
    {
        public ValueTask<CallOutcome> CallAsync(ServiceCall call, int slot, CancellationToken cancel) => throw new NotSupportedException();
    }
}
