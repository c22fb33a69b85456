#nullable disable annotations
using Akka.Actor;
using Akka.Configuration;

namespace Akka.TestKit;

/// <summary>The settings below <c>akka.test</c>.</summary>
public class TestKitSettings : IExtension
{
    /// <param name="config">The section <c>akka.test</c>.</param>
    public TestKitSettings(Config config)
    {
        ArgumentNullException.ThrowIfNull(config);
        DefaultTimeout = config.GetTimeSpan("default-timeout");
        SingleExpectDefault = config.GetTimeSpan("single-expect-default");
        TestEventFilterLeeway = config.GetTimeSpan("filter-leeway");
        TestTimeFactor = config.GetDouble("timefactor");
        if (!(TestTimeFactor > 0) || double.IsInfinity(TestTimeFactor))
            throw new ConfigurationException($"akka.test.timefactor must be a positive number, but is {TestTimeFactor}");
    }

    /// <summary>For latches and whatever else needs a time-out; <c>akka.test.default-timeout</c>.</summary>
    public TimeSpan DefaultTimeout { get; }

    /// <summary>How long one expectation waits outside a Within, before dilation; <c>akka.test.single-expect-default</c>.</summary>
    public TimeSpan SingleExpectDefault { get; }

    /// <summary>How long an event filter waits for its events; <c>akka.test.filter-leeway</c>.</summary>
    public TimeSpan TestEventFilterLeeway { get; }

    /// <summary>What Dilated multiplies by; <c>akka.test.timefactor</c>.</summary>
    public double TestTimeFactor { get; }
}

/// <summary>Gives the <see cref="TestKitSettings"/> of a system; a system not made by a TestKit gets the TestKit's defaults as a fallback first.</summary>
public class TestKitExtension : ExtensionIdProvider<TestKitSettings>
{
    public static TestKitSettings For(ActorSystem system) => system.WithExtension<TestKitSettings, TestKitExtension>();

    public override TestKitSettings CreateExtension(ExtendedActorSystem system)
    {
        system.Settings.InjectTopLevelFallback(TestKitBase.DefaultConfig);
        return new TestKitSettings(system.Settings.Config.GetConfig("akka.test"));
    }
}
