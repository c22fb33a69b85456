using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Event;
using Akka.TestKit.TestActors;
using Akka.TestKit.Xunit2;
using Xunit;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Akka.TestKit.Tests;

public class TestKitTests : KitTest
{
    [Fact]
    public void The_test_actor_is_the_sender_of_the_test()
    {
        Sys.ActorOf(SimpleEchoActor.Props()).Tell("hello");
        ExpectMsg("hello");
    }

    [Fact]
    public async Task The_test_actor_is_the_sender_after_an_await_too()
    {
        var echo = Sys.ActorOf(SimpleEchoActor.Props());
        await Task.Yield();
        echo.Tell("one");
        await ExpectMsgAsync("one");
        echo.Tell("two");
        await Task.Run(() => { });
        echo.Tell("three");
        await ExpectMsgAsync("two");
        await ExpectMsgAsync("three");
    }

    [Fact]
    public void A_system_of_ones_own_is_used_and_gets_the_settings()
    {
        using var system = ActorSystem.Create("own");
        using var kit = new Xunit2.TestKit(system);
        Assert.Same(system, kit.Sys);
        kit.TestActor.Tell("hello");
        kit.ExpectMsg("hello");
    }

    [Fact]
    public void The_system_can_be_set_up()
    {
        var setup = ActorSystemSetup.Create(BootstrapSetup.Create().WithConfig("akka.test.single-expect-default = 7s"));
        using var kit = new Xunit2.TestKit(setup, "named");
        Assert.Equal("named", kit.Sys.Name);
        Assert.Equal(TimeSpan.FromSeconds(7), kit.TestKitSettings.SingleExpectDefault);
    }

    [Fact]
    public void Configuration_can_be_text()
    {
        using var kit = new Xunit2.TestKit("akka.test.single-expect-default = 7s");
        Assert.Equal(("test", TimeSpan.FromSeconds(7)), (kit.Sys.Name, kit.TestKitSettings.SingleExpectDefault));
    }

    [Fact]
    public async Task After_the_test_the_system_is_terminated()
    {
        var kit = new Xunit2.TestKit();
        kit.Dispose();
        await kit.Sys.WhenTerminated.WaitAsync(RemainingOrDefault);
        kit.Dispose();
    }

    [Fact]
    public void A_system_that_does_not_terminate_in_time_fails_with_the_tree_of_its_actors()
    {
        var stubborn = Sys.ActorOf(Props.Create(() => new Stubborn()), "stubborn");
        var (busy, latch) = (CreateTestLatch(), CreateTestLatch());
        stubborn.Tell((busy, latch));
        busy.Ready();
        var failure = Assert.Throws<TimeoutException>(() => Shutdown(Soon, verifySystemShutdown: true));
        latch.Open();
        Assert.Contains("stubborn", failure.Message);
    }

    [Fact]
    public void The_log_goes_to_the_output_of_the_test()
    {
        var output = new Lines();
        using var kit = new Xunit2.TestKit("akka.loglevel = INFO", output);
        kit.Log.Info("hello from the log");
        AwaitAssert(() => Assert.Contains(output.Written, line => line.Contains("hello from the log", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_closed_output_does_no_harm()
    {
        var output = new Lines { IsClosed = true };
        using var kit = new Xunit2.TestKit("akka.loglevel = INFO", output);
        kit.Log.Info("nobody hears");
        kit.TestActor.Tell("still here");
        kit.ExpectMsg("still here");
    }

    [Fact]
    public void The_assertions_are_those_of_xunit()
    {
        var assertions = new XunitAssertions();
        assertions.AssertTrue(true);
        assertions.AssertFalse(false);
        assertions.AssertEqual(new[] { 1 }, [1]);
        assertions.AssertEqual("a", "A", (x, y) => string.Equals(x, y, StringComparison.OrdinalIgnoreCase));
        Assert.Contains("because 1", Assert.ThrowsAny<XunitException>(() => assertions.Fail("because {0}", 1)).Message);
        Assert.Contains("because 1", Assert.ThrowsAny<XunitException>(() => assertions.AssertTrue(false, "because {0}", 1)).Message);
        Assert.Contains("because 1", Assert.ThrowsAny<XunitException>(() => assertions.AssertFalse(true, "because {0}", 1)).Message);
        Assert.Contains("because 1", Assert.ThrowsAny<XunitException>(() => assertions.AssertEqual(1, 2, "because {0}", 1)).Message);
        Assert.Contains("because 1", Assert.ThrowsAny<XunitException>(() => assertions.AssertEqual(1, 2, (_, _) => false, "because {0}", 1)).Message);
        Assert.Same(Assertions, TestKitAssertionsExtension.For(Sys).Assertions);
    }

    [Fact]
    public void Latches_open_when_counted_down()
    {
        var latch = CreateTestLatch(2);
        latch.CountDown();
        Assert.False(latch.IsOpen);
        Assert.Throws<TimeoutException>(() => latch.Ready(Soon));
        latch.CountDown();
        latch.Ready();
        latch.Reset();
        Assert.False(latch.IsOpen);
        latch.Open();
        Assert.True(latch.IsOpen);
        Assert.Throws<ArgumentException>(() => latch.Ready(Timeout.InfiniteTimeSpan));
    }

    [Fact]
    public async Task Barriers_let_through_when_all_have_come()
    {
        var barrier = CreateTestBarrier(2);
        Assert.Throws<TimeoutException>(() => barrier.Await(Soon));
        barrier.Reset();
        var other = Task.Run(barrier.Await);
        barrier.Await();
        await other;
    }

    [Fact]
    public void The_actors_for_tests_echo_forward_and_swallow()
    {
        var probe = CreateTestProbe();
        Sys.ActorOf(EchoActor.Props(this)).Tell("echo", probe.Ref);
        probe.ExpectMsg("echo");
        ExpectMsgFrom(probe.Ref, "echo");
        Sys.ActorOf(EchoActor.Props(this, echoBackToSenderAsWell: false)).Tell("here only", probe.Ref);
        ExpectMsg("here only");
        Sys.ActorOf(ForwardActor.Props(TestActor)).Tell("forward", probe.Ref);
        ExpectMsgFrom(probe.Ref, "forward");
        Sys.ActorOf(BlackHoleActor.Props).Tell("swallow", probe.Ref);
        Assert.False(probe.HasMessages);
    }

    private sealed class Stubborn : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            var (busy, goOn) = ((TestLatch, TestLatch))message;
            busy.CountDown();
            goOn.Ready();
        }
    }

    private sealed class Lines : ITestOutputHelper
    {
        private readonly System.Collections.Concurrent.ConcurrentQueue<string> _lines = new();

        public bool IsClosed { get; init; }

        public IReadOnlyCollection<string> Written => _lines;

        public void WriteLine(string message)
        {
            if (IsClosed) throw new InvalidOperationException("There is no currently active test.");
            _lines.Enqueue(message);
        }

        public void WriteLine(string format, params object[] args) => WriteLine(string.Format(format, args));
    }
}
