using Akka.Actor;
using Akka.Configuration;

namespace Akka.Remote.Internal.FailureDetectors;

/// <summary>Makes failure detectors from their class name in a config.</summary>
internal static class FailureDetectorLoader
{
    /// <param name="implementation">An assembly-qualified class with a constructor that takes a Config and an EventStream.</param>
    /// <param name="config">The detector's section.</param>
    /// <param name="system">Whose event stream the detector gets.</param>
    /// <exception cref="ConfigurationException">There is no such class.</exception>
    public static FailureDetector Load(string implementation, Config config, ActorSystem system)
    {
        var type = Util.TypeNames.Resolve(implementation);
        if (type is null || !typeof(FailureDetector).IsAssignableFrom(type))
            throw new ConfigurationException($"failure detector implementation-class [{implementation}] is not a class that is a {nameof(FailureDetector)}");
        // The engine's own run on the system's clock, which the simulation moves.
        Clock clock = () => (long)system.Scheduler.MonotonicClock.TotalMilliseconds;
        if (type == typeof(PhiAccrualFailureDetector)) return new PhiAccrualFailureDetector(config, clock);
        if (type == typeof(DeadlineFailureDetector)) return new DeadlineFailureDetector(config, clock);
        return (FailureDetector)Activator.CreateInstance(type, config, system.EventStream)!;
    }
}
