using Akka.Actor;
using Akka.Remote;

namespace Akka.Simulation.Cluster;

/// <summary>The simplest failure detector: gone after a pause. The pure cores are tested on it, the accrual one has its own tests.</summary>
internal sealed class DeadlineDetector(TimeSpan pause, Func<TimeSpan> now) : IFailureDetectorRegistry<Address>
{
    private readonly Dictionary<Address, TimeSpan> _heard = [];

    public bool IsAvailable(Address resource) => !_heard.TryGetValue(resource, out var at) || now() - at <= pause;

    public bool IsMonitoring(Address resource) => _heard.ContainsKey(resource);

    public void Heartbeat(Address resource) => _heard[resource] = now();

    public void Remove(Address resource) => _heard.Remove(resource);

    public void Reset() => _heard.Clear();
}
