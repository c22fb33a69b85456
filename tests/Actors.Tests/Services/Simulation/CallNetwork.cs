using Actors.Tests.Jobs.Simulation;

namespace Actors.Tests.Services.Simulation;

/// <summary>
/// Messages between nodes: in order within a pair, at any pace between pairs, none twice. A connection that breaks loses what is on its way and what is sent until it is made again.
/// </summary>
internal sealed class CallNetwork(VirtualTime time, Random random)
{
    private static readonly TimeSpan NoticedAfter = TimeSpan.FromMilliseconds(60);
    private readonly Dictionary<(string From, string To), TimeSpan> _last = [];
    private readonly Dictionary<(string, string), (TimeSpan From, TimeSpan To, bool IsSilent)> _broken = [];
    private readonly Dictionary<(string, string), int> _epochs = [];
    private readonly Dictionary<string, (TimeSpan From, TimeSpan To)> _down = [];

    public bool IsCalm { get; private set; }

    public void Send(string from, string to, Action deliver)
    {
        var pair = Pair(from, to);
        if (IsBroken(from, to, out _))
            return;
        var epoch = _epochs.GetValueOrDefault(pair);
        var at = time.Now + Delay();
        if (_last.TryGetValue((from, to), out var last) && at < last)
            at = last;
        _last[(from, to)] = at;
        time.After(at - time.Now, () =>
        {
            if (_epochs.GetValueOrDefault(pair) == epoch && !IsBroken(from, to, out _))
                deliver();
        });
    }

    /// <summary>Whether the sender's node knows that nothing gets there.</summary>
    public bool IsKnownToBeBroken(string from, string to) => IsBroken(from, to, out var noticed) && noticed <= time.Now;

    public void Break(string left, string right, TimeSpan length, bool isSilent)
    {
        if (IsCalm)
            return;
        _broken[Pair(left, right)] = (time.Now, time.Now + length, isSilent);
        _epochs[Pair(left, right)] = _epochs.GetValueOrDefault(Pair(left, right)) + 1;
    }

    /// <summary>A process is gone, and comes back at this address after a while.</summary>
    public void Down(string node, TimeSpan length) => _down[node] = (time.Now, time.Now + length);

    public void Calm()
    {
        IsCalm = true;
        _broken.Clear();
    }

    private static (string, string) Pair(string left, string right) => string.CompareOrdinal(left, right) < 0 ? (left, right) : (right, left);

    private bool IsBroken(string from, string to, out TimeSpan noticed)
    {
        noticed = TimeSpan.MaxValue;
        foreach (var node in (ReadOnlySpan<string>)[from, to])
        {
            if (_down.TryGetValue(node, out var down) && down.To > time.Now)
            {
                noticed = down.From + NoticedAfter;
                return true;
            }
        }

        if (!_broken.TryGetValue(Pair(from, to), out var broken) || broken.To <= time.Now)
            return false;
        noticed = broken.IsSilent ? TimeSpan.MaxValue : broken.From + NoticedAfter;
        return true;
    }

    // Mostly quick, at times slow.
    private TimeSpan Delay() => TimeSpan.FromMilliseconds(random.NextDouble() < 0.95 ? random.NextDouble() * 3 : random.NextDouble() * 150);
}
