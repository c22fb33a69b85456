namespace Akka.Simulation.Time;

/// <summary>The state of every directed link between named nodes: cut or not, how slow, how lossy.</summary>
public sealed class SimulatedLinks(Random random)
{
    private readonly HashSet<(string From, string To)> _cut = [];

    public TimeSpan MinDelay { get; set; } = TimeSpan.FromMilliseconds(0.2);

    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromMilliseconds(2);

    /// <summary>The part of messages that is lost on links that are not cut.</summary>
    public double DropRate { get; set; }

    /// <summary>What each connection carries in a second; 0 for any amount.</summary>
    public long BytesPerSecond { get; set; }

    /// <summary>The part of deliveries that arrive altered, as from a broken or hostile peer; TCP itself would not let them pass.</summary>
    public double SpoilRate { get; set; }

    /// <summary>What arrives of these bytes.</summary>
    public byte[] Carried(byte[] bytes) => SpoilRate > 0 && random.NextDouble() < SpoilRate ? Spoiled.Bytes(bytes, random) : bytes;

    public void CutOneWay(string from, string to) => _cut.Add((from, to));

    public void Cut(string a, string b)
    {
        CutOneWay(a, b);
        CutOneWay(b, a);
    }

    public void Split(IReadOnlyCollection<string> side, IReadOnlyCollection<string> otherSide)
    {
        foreach (var a in side)
            foreach (var b in otherSide)
                Cut(a, b);
    }

    public void HealOneWay(string from, string to) => _cut.Remove((from, to));

    public void Heal(string a, string b)
    {
        HealOneWay(a, b);
        HealOneWay(b, a);
    }

    public void HealAll() => _cut.Clear();

    /// <summary>What so many bytes take beyond the delay.</summary>
    public TimeSpan TransferTime(long bytes) => BytesPerSecond == 0 ? TimeSpan.Zero : TimeSpan.FromSeconds((double)bytes / BytesPerSecond);

    /// <summary>How long a message takes; null when it is lost.</summary>
    public TimeSpan? Delay(string from, string to)
    {
        // Drawn for every message, lost or not, so that cutting a link does not shift the fortune of all others.
        var (fortune, delay) = (random.NextDouble(), random.NextDouble());
        if (_cut.Contains((from, to)) || fortune < DropRate)
            return null;
        return MinDelay + (MaxDelay - MinDelay) * delay;
    }
}
