#nullable disable annotations
using System.Collections.Concurrent;

namespace Akka.Remote;

/// <summary>One detector a resource, from a factory. Thread-safe.</summary>
public class DefaultFailureDetectorRegistry<T> : IFailureDetectorRegistry<T>
{
    private readonly ConcurrentDictionary<T, FailureDetector> _detectors = new();
    private readonly Func<T, FailureDetector> _make;

    public DefaultFailureDetectorRegistry(Func<FailureDetector> factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        _make = _ => factory();
    }

    public bool IsAvailable(T resource) => !_detectors.TryGetValue(resource, out var detector) || detector.IsAvailable;

    public bool IsMonitoring(T resource) => _detectors.TryGetValue(resource, out var detector) && detector.IsMonitoring;

    public void Heartbeat(T resource) => _detectors.GetOrAdd(resource, _make).HeartBeat();

    public void Remove(T resource) => _detectors.TryRemove(resource, out _);

    public void Reset() => _detectors.Clear();
}
