using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Xunit;

namespace Akka.Tests.Event;

public sealed class LoggerTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);
    private static readonly ConcurrentDictionary<string, ConcurrentQueue<string>> Written = new();

    public sealed class Keeper : DefaultLogger
    {
        protected override void Print(LogEvent logEvent) =>
            Written.GetOrAdd(Context.System.Name, _ => new ConcurrentQueue<string>()).Enqueue(logEvent.Message.ToString()!);
    }

    public sealed class Mute : UntypedActor
    {
        protected override void OnReceive(object message) { }
    }

    [Fact]
    public async Task A_logger_gets_all_that_was_logged_before_the_system_ended()
    {
        var system = Start("keeping", $"akka.loggers = [\"{typeof(Keeper).AssemblyQualifiedName}\"]");
        for (var i = 0; i < 1000; i++) system.Log.Info("{0}", i);
        system.Log.Debug("below the level");
        await system.Terminate().WaitAsync(Limit);

        Assert.Equal(Enumerable.Range(0, 1000).Select(number => number.ToString()), Written["keeping"].Where(line => int.TryParse(line, out _)));
        Assert.DoesNotContain("below the level", Written["keeping"]);
    }

    [Fact]
    public async Task A_logger_that_does_not_answer_holds_up_the_start_for_its_time_only()
    {
        var system = Start("mute", $"akka {{ loggers = [\"{typeof(Mute).AssemblyQualifiedName}\"], logger-startup-timeout = 50ms }}");

        await system.Terminate().WaitAsync(Limit);
    }

    [Fact]
    public async Task Filters_keep_events_from_loggers()
    {
        var filters = new LogFilterBuilder().ExcludeSourceStartingWith("noisy").ExcludeMessageContaining("secret").Build();
        var config = ConfigurationFactory.ParseString($"akka {{ stdout-loglevel = OFF, loggers = [\"{typeof(FilteredKeeper).AssemblyQualifiedName}\"] }}");
        var system = ActorSystem.Create("filtered", BootstrapSetup.Create().WithConfig(config).And(filters));
        Logging.GetLogger(system, "noisy one").Info("from a noisy one");
        system.Log.Info("a {0} is told", "secret");
        system.Log.Info("kept");
        await system.Terminate().WaitAsync(Limit);

        Assert.Contains("kept", Written["filtered"]);
        Assert.DoesNotContain("from a noisy one", Written["filtered"]);
        Assert.DoesNotContain("a secret is told", Written["filtered"]);
    }

    public sealed class FilteredKeeper : DefaultLogger
    {
        protected override void Print(LogEvent logEvent)
        {
            if (Context.System.Settings.LogFilter.ShouldTryKeepMessage(logEvent, out _))
                Written.GetOrAdd(Context.System.Name, _ => new ConcurrentQueue<string>()).Enqueue(logEvent.Message.ToString()!);
        }
    }

    private static ActorSystem Start(string name, string config) =>
        ActorSystem.Create(name, ConfigurationFactory.ParseString(config).WithFallback("akka { stdout-loglevel = OFF, loglevel = INFO }"));
}
