namespace Akka.Simulation.Remote.Faults;

/// <summary>What was received, and what of it should not have been: the rules of delivery, checked at each event.</summary>
internal sealed class TrafficLog
{
    private readonly Dictionary<string, long> _lastOfStream = new(StringComparer.Ordinal);
    private readonly HashSet<string> _dead = new(StringComparer.Ordinal);
    private readonly List<string> _faults = [];

    public IReadOnlyList<string> Faults => _faults;

    /// <summary>Messages that never came, of streams of which later ones have.</summary>
    public long Missing { get; private set; }

    public long Received { get; private set; }

    /// <summary>The number of the last message of a stream that arrived; 0 for none.</summary>
    public long LastOf(string stream) => _lastOfStream.GetValueOrDefault(stream);

    /// <summary>A message of a sender to a receiver: each at most once, in order, none after the sender's end was told.</summary>
    public void Got(string stream, long number)
    {
        var last = LastOf(stream);
        if (number <= last)
            _faults.Add($"{stream}: {number} came after {last}");
        if (_dead.Contains(stream))
            _faults.Add($"{stream}: {number} came after the sender was said to be dead");
        Missing += Math.Max(0, number - last - 1);
        _lastOfStream[stream] = Math.Max(last, number);
        Received++;
    }

    public void Terminated(string stream)
    {
        if (!_dead.Add(stream))
            _faults.Add($"{stream}: said to be dead twice");
    }
}
