using System.Diagnostics.CodeAnalysis;

namespace Akka.Remote;

/// <summary>Milliseconds since an arbitrary start, never going back.</summary>
[SuppressMessage("Naming", "CA1711", Justification = "Akka.NET's name")]
public delegate long Clock();

/// <summary>Watches one resource by its heartbeats. Thread-safe.</summary>
public abstract class FailureDetector
{
    /// <summary>The machine's monotonic clock.</summary>
    public static readonly Clock DefaultClock = () => TimeProvider.System.GetTimestamp() / (TimeProvider.System.TimestampFrequency / 1000);

    /// <summary>False when the resource is believed dead. True before the first heartbeat.</summary>
    public abstract bool IsAvailable { get; }

    /// <summary>True from the first heartbeat on.</summary>
    public abstract bool IsMonitoring { get; }

    /// <summary>The resource has just given a sign of life.</summary>
    public abstract void HeartBeat();
}
