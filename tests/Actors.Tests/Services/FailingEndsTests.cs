using Actors.Links;
using Actors.Services;
using Actors.Services.Calls;
using Actors.Services.Hosts;
using Actors.Services.Internal;
using Actors.Services.Methods;
using Akka.Actor;
using Akka.Cluster.Tools.Client;
using Akka.TestKit.Xunit2;
using Google.Protobuf;
using Xunit;

namespace Actors.Tests.Services;

/// <summary>A bug in what a program does about its calls: all that waits is told, and nothing lives on empty.</summary>
public sealed class FailingEndsTests : TestKit
{
    private static readonly LinkSettings Link = LinkSettings.Default;
    private readonly CallId _id = new(7);

    [Fact]
    public async Task Calls_that_wait_end_when_the_client_fails_and_later_ones_are_made()
    {
        var (client, inbox) = StartClient();
        var waiting = Call(inbox, 1);
        Expect<CallBatch>();
        var question = new TaskCompletionSource<IMessage>();
        client.Tell(new CallClient.Question(1, new ListServices(), question));
        Expect<ListServices>();

        client.Tell(new CallClient.Cancel(null!));

        var failure = (await waiting.WaitAsync(Limits.Patience)).Failure;
        Assert.Equal(ErrorCodes.Lost, failure.Code);
        Assert.Contains("the client of services in this program has failed", failure.Message, StringComparison.Ordinal);
        Assert.Equal(ErrorCodes.Lost, (await Assert.ThrowsAsync<ActorsException>(() => question.Task.WaitAsync(Limits.Patience))).Code);
        var later = Call(inbox, 2);
        Assert.Equal(Id(2), Expect<CallBatch>().Calls.Single().CallId);
        client.Tell(new ReplyBatch { Replies = { new CallReply { CallId = Id(2), Value = ByteString.CopyFromUtf8("14") } } });
        Assert.Equal("14", (await later.WaitAsync(Limits.Patience)).Value.ToStringUtf8());
    }

    [Fact]
    public async Task A_host_that_fails_says_so_to_its_program_and_stops()
    {
        var calculator = new Calculator();
        var (host, plan) = StartHost(calculator);
        Watch(host);
        var wish = Expect<RegisterHost>();
        host.Tell(new HostAccepted { Host = "h", Broker = "b", Registration = wish.Registration, LeaseMs = 60_000, Self = "path" });
        Expect<HostReport>();
        host.Tell(new RunBatch { Host = "h", Registration = wish.Registration, Clients = { TestActor.Path.ToString() }, Runs = { new RunCall { Call = new ServiceCall { CallId = _id.ToWire(), Method = "WaitForGate" } } } });
        await calculator.HasBegun.Task.WaitAsync(Limits.Patience);

        host.Tell(new StreamSource.IsOver(null!));

        var failure = await Assert.ThrowsAsync<ActorsException>(() => plan.Ended.Task.WaitAsync(Limits.Patience));
        Assert.Contains("the host h of service s has failed", failure.Message, StringComparison.Ordinal);
        await calculator.WasStopped.Task.WaitAsync(Limits.Patience);
        FishForMessage(message => message is Terminated, Limits.Patience);
    }

    [Fact]
    public void Malformed_messages_are_logged_once_and_dropped()
    {
        var (host, _) = StartHost(new Calculator());
        var (client, _) = StartClient();
        foreach (var actor in (IActorRef[])[host, client])
        {
            EventFilter.Warning(contains: "is malformed or not for this actor").Expect(1, () =>
            {
                for (var i = 0; i < 3; i++)
                    actor.Tell(actor == host ? new StopRuns { CallIds = { ByteString.CopyFromUtf8("short") } } : new CallsKnown { CallIds = { ByteString.CopyFromUtf8("short") } });
            });
        }
    }

    private static ByteString Id(ulong id) => new CallId(id).ToWire();

    private static Task<CallReply> Call(CallInbox inbox, ulong id)
    {
        var call = new PendingCall(new CallId(id), "s", new ServiceCall { CallId = Id(id), Method = "Add" }, TimeSpan.Zero);
        inbox.Add(call);
        return call.WaitAsync();
    }

    private (IActorRef Host, ServiceHostPlan Plan) StartHost(object served)
    {
        var sizes = new SizeLimits(1000, 1000);
        var plan = new ServiceHostPlan
        {
            Host = "h",
            Service = "s",
            Shape = new ServiceShape(),
            Callee = new MethodCallee(MethodTable.Of(served.GetType()), [served], sizes),
            Terms = new HostTerms(),
            Threads = new CallThreads(2, TimeSpan.FromSeconds(1)),
            Time = TimeProvider.System,
            MaxReplyBytes = 1000,
            Link = Link,
        };
        return (Sys.ActorOf(ServiceHost.Props(plan, ServiceRoute.Through(TestActor))), plan);
    }

    /// <summary>What is said to the router next, of this kind.</summary>
    private T Expect<T>() => (T)((ClusterClient.Send)FishForMessage(message => message is ClusterClient.Send { Message: T }, Limits.Patience)).Message;

    private (IActorRef Client, CallInbox Inbox) StartClient()
    {
        var inbox = new CallInbox();
        var client = Sys.ActorOf(CallClient.Props("c", ServiceRoute.Through(TestActor), inbox, new CallTerms(), Link));
        inbox.Attach(client);
        return (client, inbox);
    }
}
