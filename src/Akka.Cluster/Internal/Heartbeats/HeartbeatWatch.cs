using Akka.Actor;
using Akka.Remote;

namespace Akka.Cluster.Internal;

/// <summary>
/// Sends heartbeats to the nodes that this one watches and feeds the answers to the failure detector. Not thread-safe; the failure detector is.
/// </summary>
internal sealed class HeartbeatWatch(
    UniqueAddress self, int monitoredBy, TimeSpan expectedResponseAfter, IFailureDetectorRegistry<Address> detector, Action<Address, ClusterProtocol> send)
{
    private readonly Dictionary<UniqueAddress, TimeSpan> _firstAnswerDue = [];
    private HeartbeatState _state = new(self, monitoredBy);
    private long _sequenceNr;

    public IReadOnlyCollection<UniqueAddress> Receivers => _state.Receivers;

    public void Observe(MembershipState view)
    {
        (_state, var forget) = _state.With(view, node => detector.IsAvailable(node.Address));
        foreach (var node in forget)
            Forget(node);
    }

    public void Tick(TimeSpan now)
    {
        _sequenceNr++;
        foreach (var node in _state.Receivers)
        {
            Expect(node, now);
            send(node.Address, new ClusterProtocol.Heartbeat(self.Address, _sequenceNr));
        }
    }

    public void Answered(UniqueAddress from)
    {
        // The answer of an older or newer incarnation says nothing about the one that is a member.
        if (!_state.Receivers.Contains(from))
            return;
        _firstAnswerDue.Remove(from);
        detector.Heartbeat(from.Address);
        (_state, var forget) = _state.Answered(from, detector.IsAvailable(from.Address));
        if (forget)
            Forget(from);
    }

    // The failure detector begins with the first answer. A node that never gives one must not escape it: it is taken to have answered once.
    private void Expect(UniqueAddress node, TimeSpan now)
    {
        if (detector.IsMonitoring(node.Address))
            return;
        if (!_firstAnswerDue.TryGetValue(node, out var due))
            _firstAnswerDue[node] = now + expectedResponseAfter;
        else if (now >= due && _firstAnswerDue.Remove(node))
            detector.Heartbeat(node.Address);
    }

    private void Forget(UniqueAddress node)
    {
        _firstAnswerDue.Remove(node);
        // Also when a newer incarnation on the address is watched already: the history is not its own.
        detector.Remove(node.Address);
    }
}
