using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Event;
using Xunit;

namespace Akka.Tests.Actor;

public sealed class SettingsTests
{
    public sealed class Shouting : ILogMessageFormatter
    {
        public string Format(string format, params object[] args) => DefaultLogMessageFormatter.Instance.Format(format, args).ToUpperInvariant();

        public string Format(string format, IEnumerable<object> args) => Format(format, args.ToArray());
    }

    [Fact]
    public void The_defaults_are_the_official_ones()
    {
        var settings = From("");

        Assert.Equal(("INFO", "WARNING"), (settings.LogLevel, settings.StdoutLogLevel));
        Assert.Equal(["Akka.Event.DefaultLogger"], settings.Loggers);
        Assert.Equal((10, TimeSpan.FromMinutes(5), false), (settings.LogDeadLetters, settings.LogDeadLettersSuspendDuration, settings.LogDeadLettersDuringShutdown));
        Assert.Equal(Timeout.InfiniteTimeSpan, settings.AskTimeout);
        Assert.Equal("Akka.Actor.HashedWheelTimerScheduler", settings.SchedulerClass);
        Assert.True(settings.CoordinatedShutdownRunByActorSystemTerminate && settings.CoordinatedShutdownTerminateActorSystem);
        Assert.False(settings.SerializeAllMessages || settings.DebugEventStream || settings.DebugUnhandledMessage || settings.HasCluster);
        Assert.IsType<ProviderSelection.Custom>(settings.ProviderSelectionType);
        Assert.Equal("Akka.Actor.LocalActorRefProvider", settings.ProviderClass);
    }

    [Theory]
    [InlineData("on", int.MaxValue)]
    [InlineData("off", 0)]
    [InlineData("7", 7)]
    public void Logged_dead_letters_are_a_switch_or_a_number(string value, int expected) => Assert.Equal(expected, From($"akka.log-dead-letters = {value}").LogDeadLetters);

    [Fact]
    public void A_provider_given_in_code_precedes_the_configuration()
    {
        var setup = ActorSystemSetup.Create(BootstrapSetup.Create().WithActorRefProvider(ProviderSelection.Cluster.Instance));

        var settings = new Settings(null, ConfigurationFactory.ParseString("akka.actor.provider = remote"), setup);

        Assert.True(settings.HasCluster);
        Assert.Equal("Akka.Cluster.ClusterActorRefProvider, Akka.Cluster", settings.ProviderClass);
    }

    [Fact]
    public void The_log_formatter_can_be_replaced()
    {
        var settings = From($"akka.logger-formatter = \"{typeof(Shouting).AssemblyQualifiedName}\"");

        Assert.Equal("HI 1", settings.LogFormatter.Format("hi {0}", 1));
    }

    [Fact]
    public void A_fallback_of_an_extension_lies_below_the_users_configuration()
    {
        var settings = From("a = user");
        settings.InjectTopLevelFallback("a = extension, b = extension");

        Assert.Equal(("user", "extension"), (settings.Config.GetString("a"), settings.Config.GetString("b")));
        Assert.Equal("INFO", settings.Config.GetString("akka.loglevel"));
    }

    private static Settings From(string config) => new(null, ConfigurationFactory.ParseString(config));
}
