using Akka.Configuration;

namespace Akka.TestKit.Configs;

/// <summary>Configs that tests build upon.</summary>
public static class TestConfigs
{
    /// <summary>The TestKit's own defaults, which every TestKit falls back to.</summary>
    public static Config DefaultConfig { get; } = ConfigurationFactory.FromResource("Akka.TestKit.reference.conf", typeof(TestConfigs).Assembly);

    /// <summary>Puts virtual time in place: the system's scheduler is a <see cref="TestScheduler"/>, which the test moves.</summary>
    public static Config TestSchedulerConfig { get; } =
        ConfigurationFactory.ParseString("""akka.scheduler.implementation = "Akka.TestKit.TestScheduler, Akka.TestKit" """);
}
