using System.Text.RegularExpressions;
using Akka.Actor;
using Akka.Event;
using Akka.TestKit.TestActors;
using Akka.TestKit.TestEvent;
using Xunit;

namespace Akka.TestKit.Tests;

public class EventFilterTests() : KitTest("akka.test.filter-leeway = 2s")
{
    [Fact]
    public void Each_level_has_its_filter()
    {
        EventFilter.Debug("text").ExpectOne(() => Log.Debug("text"));
        EventFilter.Info("text").ExpectOne(() => Log.Info("text"));
        EventFilter.Warning("text").ExpectOne(() => Log.Warning("text"));
        EventFilter.Error("text").ExpectOne(() => Log.Error("text"));
        EventFilter.ForLogLevel(LogLevel.InfoLevel, "text").ExpectOne(() => Log.Info("text"));
    }

    [Fact]
    public void A_message_can_be_known_by_its_start_a_part_or_a_pattern()
    {
        EventFilter.Info(start: "one").ExpectOne(() => Log.Info("one two three"));
        EventFilter.Info(contains: "two").ExpectOne(() => Log.Info("one two three"));
        EventFilter.Info(new Regex("^one.*three$")).ExpectOne(() => Log.Info("one two three"));
        EventFilter.Info(new Regex("^two")).And.Info("other").ExpectOne(() =>
        {
            Log.Info("one two three");
            Log.Info("other");
        });
    }

    [Fact]
    public void An_exception_is_known_by_its_type_and_its_own_message_or_the_log_s()
    {
        EventFilter.Exception<ArgumentException>("about it").ExpectOne(() => Log.Error(new ArgumentNullException(), "about it"));
        EventFilter.Exception<InvalidTimeZoneException>("inside").ExpectOne(() => Log.Error(new InvalidTimeZoneException("inside"), "about it"));
        EventFilter.Exception(typeof(InvalidTimeZoneException), start: "ins").ExpectOne(() => Log.Error(new InvalidTimeZoneException("inside"), "about it"));
    }

    [Fact]
    public void An_inner_exception_counts_when_asked_for()
    {
        var outer = new AggregateException(new TimeoutException(), new InvalidOperationException("x", new InvalidTimeZoneException()));
        EventFilter.Exception(typeof(InvalidTimeZoneException), checkInnerExceptions: true).ExpectOne(() => Log.Error(outer, "text"));
        Assert.Contains("saw 0", FailureOf(() =>
            EventFilter.Exception(typeof(InvalidTimeZoneException)).ExpectOne(Soon, () => Log.Error(outer, "text"))));
    }

    [Theory]
    [InlineData("akka://test/user/logging")]
    [InlineData("/user/logging")]
    [InlineData("user/logging")]
    public void The_source_can_be_an_actor_s_path(string source)
    {
        var actor = Sys.ActorOf(Props.Create<LoggingActor>(), "logging");
        EventFilter.Info("text", source: source).ExpectOne(() => actor.Tell("text"));
        Assert.Contains("saw 0", FailureOf(() => EventFilter.Info("text", source: source + "x").ExpectOne(Soon, () => actor.Tell("text"))));
    }

    [Fact]
    public void Dead_letters_are_known_by_type_message_and_recipient()
    {
        var actor = Watch(Sys.ActorOf(BlackHoleActor.Props, "dead"));
        Sys.Stop(actor);
        ExpectTerminated(actor);
        EventFilter.DeadLetter().ExpectOne(() => actor.Tell("text"));
        EventFilter.DeadLetter<string>(source: "/user/dead").ExpectOne(() => actor.Tell("text"));
        EventFilter.DeadLetter<string>(text => text == "one").ExpectOne(() =>
        {
            actor.Tell("two");
            actor.Tell("one");
        });
        var type = 1.GetType();
        EventFilter.DeadLetter(type).ExpectOne(() => actor.Tell(1));
        EventFilter.DeadLetter(type, number => number is 1).ExpectOne(() => actor.Tell(1));
    }

    [Fact]
    public void An_unhandled_message_is_a_warning()
    {
        var actor = Sys.ActorOf<UnhandledMessageActor>("unhandled");
        EventFilter.Warning(start: "Unhandled message", source: "/user/unhandled").ExpectOne(() => actor.Tell("text"));
    }

    [Fact]
    public void Any_predicate_can_be_a_filter()
    {
        EventFilter.Custom(logged => logged.Message.ToString() == "text").ExpectOne(() => Log.Info("text"));
        EventFilter.Custom<Warning>(warning => warning.Message.ToString() == "text").ExpectOne(() =>
        {
            Log.Info("text");
            Log.Warning("text");
        });
    }

    [Fact]
    public void So_many_can_be_expected()
    {
        EventFilter.Info("text").Expect(2, () =>
        {
            Log.Info("text");
            Log.Info("text");
        });
        Assert.Contains("saw 1", FailureOf(() => EventFilter.Info("text").Expect(2, Soon, () => Log.Info("text"))));
    }

    [Fact]
    public void None_can_be_expected()
    {
        EventFilter.Info("text").Expect(0, Soon, () => Log.Info("other"));
        Assert.Contains("saw 1", FailureOf(() => EventFilter.Info("text").Expect(0, () => Log.Info("text"))));
    }

    [Fact]
    public void The_result_of_the_code_is_given_back() => Assert.Equal(42, EventFilter.Info("text").ExpectOne(() =>
    {
        Log.Info("text");
        return 42;
    }));

    [Fact]
    public async Task The_async_twins_do_the_same()
    {
        await EventFilter.Info("text").ExpectOneAsync(async () =>
        {
            await Task.Yield();
            Log.Info("text");
        });
        var result = await EventFilter.Info("text").ExpectAsync(1, () =>
        {
            Log.Info("text");
            return Task.FromResult(42);
        });
        Assert.Equal(42, result);
        await FailureOf(() => EventFilter.Info("text").ExpectOneAsync(Soon, () => Task.CompletedTask));
    }

    [Fact]
    public void An_exception_of_the_code_passes_through() =>
        Assert.Throws<InvalidTimeZoneException>(() => EventFilter.Info("text").ExpectOne(() => throw new InvalidTimeZoneException()));

    [Fact]
    public void Muted_events_are_not_printed_until_unmuted()
    {
        var listener = Sys.ActorOf(Props.Create(() => new PrintingListener(TestActor)));
        listener.Tell(new InitializeLogger(Sys.EventStream));
        ExpectMsg<LoggerInitialized>();
        var muting = EventFilter.Info("muted").Mute();
        listener.Tell(new Info("source", GetType(), "muted"));
        listener.Tell(new Info("source", GetType(), "one"));
        ExpectMsg("one");
        muting.Unmute();
        // The subscription of the listener brings Unmute from this very thread.
        listener.Tell(new Info("source", GetType(), "muted"));
        ExpectMsg("muted");
    }

    [Fact]
    public void Filters_can_be_muted_by_an_event()
    {
        var listener = Sys.ActorOf(Props.Create(() => new PrintingListener(TestActor)));
        listener.Tell(new Mute());
        listener.Tell(new Info("source", GetType(), "printed"));
        ExpectMsg("printed");
    }

    private sealed class LoggingActor : ReceiveActor
    {
        public LoggingActor() => ReceiveAny(message => Context.GetLogger().Info("{0}", message));
    }

    private sealed class PrintingListener(IActorRef log) : TestEventListener
    {
        protected override void Print(LogEvent logEvent) => log.Tell(logEvent.Message.ToString());
    }
}
