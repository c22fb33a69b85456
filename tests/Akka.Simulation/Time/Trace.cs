using System.Text;

namespace Akka.Simulation.Time;

/// <summary>What happened in a run, as a hash to compare with another run of the same seed, and its last lines for a failure's report.</summary>
public sealed class Trace
{
    private const int KeptLines = 60;
    private const ulong FnvOffset = 14695981039346656037;
    private const ulong FnvPrime = 1099511628211;

    private readonly Queue<string> _last = new();

    public ulong Hash { get; private set; } = FnvOffset;

    public long Lines { get; private set; }

    public void Add(string line)
    {
        foreach (var b in Encoding.UTF8.GetBytes(line))
            Hash = (Hash ^ b) * FnvPrime;
        Lines++;
        _last.Enqueue(line);
        if (_last.Count > KeptLines)
            _last.Dequeue();
    }

    public override string ToString() => string.Join('\n', _last);
}
