using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Xunit;

namespace Akka.Tests.Event;

public sealed class LoggingTests : ActorSystemTest
{
    private sealed class Loud
    {
        public int Printed { get; private set; }

        public override string ToString()
        {
            Printed++;
            return "loud";
        }
    }

    public LoggingTests() => Sys.EventStream.Subscribe<LogEvent>(Inbox.Receiver);

    [Fact]
    public void An_event_carries_level_source_text_and_cause()
    {
        var cause = new InvalidOperationException("broken");
        Logging.GetLogger(Sys, "somebody").Error(cause, "{0} of {Total}", 1, 3);

        var logged = Receive<Error>();
        Assert.Equal(LogLevel.ErrorLevel, logged.LogLevel());
        Assert.Equal("1 of 3", logged.Message.ToString());
        Assert.Equal($"somebody ({Sys})", logged.LogSource);
        Assert.Same(cause, logged.Cause);
        Assert.Equal(DateTimeKind.Utc, logged.Timestamp.Kind);
        Assert.Contains("[ERROR]", logged.ToString());
        Assert.Contains("broken", logged.ToString());
    }

    [Fact]
    public void Each_level_has_its_event_class()
    {
        Sys.EventStream.SetLogLevel(LogLevel.DebugLevel);
        foreach (var level in Enum.GetValues<LogLevel>())
        {
            Sys.Log.Log(level, "at {0}", [level]);
            var logged = Receive<LogEvent>();
            Assert.Equal(level, logged.LogLevel());
            Assert.IsType(level.ClassFor(), logged);
            Assert.Equal(level, Logging.LogLevelFor(level.StringFor()));
        }
    }

    [Fact]
    public void A_call_below_the_level_publishes_and_formats_nothing()
    {
        var loud = new Loud();
        Sys.Log.Debug("{0}", loud);
        Sys.Log.Info("seen");

        Assert.Equal("seen", Receive<LogEvent>().Message.ToString());
        Assert.Equal(0, loud.Printed);
    }

    [Fact]
    public void A_call_below_the_level_allocates_nothing()
    {
        var log = Sys.Log;
        Call(log);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Call(log);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        static void Call(ILoggingAdapter log)
        {
            for (var i = 0; i < 1000; i++) log.Debug("{0} {1} {2}", i, 1.5, TimeSpan.Zero);
        }
    }

    [Fact]
    public void The_level_can_change_while_the_system_runs()
    {
        Sys.EventStream.SetLogLevel(LogLevel.ErrorLevel);
        Sys.Log.Warning("unseen");
        Sys.EventStream.SetLogLevel(LogLevel.DebugLevel);
        Sys.Log.Debug("seen");

        Assert.Equal("seen", Receive<LogEvent>().Message.ToString());
        Assert.True(Sys.Log.IsDebugEnabled);
    }

    [Fact]
    public void An_actor_logs_by_its_path()
    {
        var actor = Spawn((context, message) => context.GetLogger().Info("got {0}", message), "writer");
        actor.Tell("it", ActorRefs.NoSender);

        var logged = Receive<Info>();
        Assert.Equal("akka://LoggingTests/user/writer", logged.LogSource);
        Assert.Equal(typeof(FunctionActor), logged.LogClass);
    }

    [Fact]
    public void Any_object_may_be_a_source()
    {
        Assert.Equal("Int32", LogSource.Create(5).Source);
        Assert.Equal(typeof(int), LogSource.Create(5).Type);
        Assert.Equal("List`1", LogSource.Create(typeof(List<int>)).Source);
        Assert.Equal("text", LogSource.Create("text").Source);
        Assert.Equal(typeof(DummyClassForStringSources), LogSource.Create("text").Type);
    }

    [Fact]
    public void The_silent_adapter_accepts_all_and_does_nothing()
    {
        NoLogger.Instance.Error(new InvalidOperationException(), "{0}", 1);

        Assert.False(NoLogger.Instance.IsErrorEnabled);
        Assert.False(NoLogger.Instance.IsEnabled(LogLevel.ErrorLevel));
    }

    [Theory]
    [InlineData("akka.loglevel = LOUD", "akka.loglevel: unknown level [LOUD]")]
    [InlineData("akka.stdout-loglevel = LOUD", "akka.stdout-loglevel: unknown level [LOUD]")]
    [InlineData("""akka.loggers = ["No.Such, Nowhere"]""", "akka.loggers: unknown class [No.Such, Nowhere]")]
    [InlineData("""akka.stdout-logger-class = "System.String" """, "akka.stdout-logger-class: [System.String]")]
    [InlineData("akka.scheduler.tick-duration = 0ms", "akka.scheduler.tick-duration")]
    [InlineData("akka.scheduler.ticks-per-wheel = 0", "akka.scheduler.ticks-per-wheel")]
    [InlineData("""akka.logger-formatter = "System.String" """, "akka.logger-formatter: [System.String]")]
    public void A_wrong_setting_stops_the_start_and_is_named(string config, string message)
    {
        var error = Assert.Throws<ConfigurationException>(() => ActorSystem.Create("wrong", ConfigurationFactory.ParseString(config).WithFallback("akka.stdout-loglevel = OFF")));

        Assert.Contains(message, error.Message);
    }
}
