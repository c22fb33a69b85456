namespace Akka.Remote;

/// <summary>Failure detectors by resource, made at the first heartbeat.</summary>
public interface IFailureDetectorRegistry<in T>
{
    /// <summary>True also for a resource that was never heard of.</summary>
    bool IsAvailable(T resource);

    bool IsMonitoring(T resource);

    void Heartbeat(T resource);

    void Remove(T resource);

    void Reset();
}
