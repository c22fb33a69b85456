namespace Actors.Dispatch;

/// <summary>A rate as a bucket of tokens: it fills at the rate, holds at most a second's worth (at least one), and each taker takes one.</summary>
internal sealed class TokenBucket
{
    public static readonly TokenBucket Unlimited = new(0, TimeSpan.Zero);

    private readonly double _perSecond;
    private readonly double _most;
    private double _tokens;
    private TimeSpan _filledAt;

    private TokenBucket(double perSecond, TimeSpan now)
    {
        _perSecond = perSecond;
        _tokens = _most = Math.Max(1, perSecond);
        _filledAt = now;
    }

    public bool IsUnlimited => _perSecond <= 0;

    /// <param name="perSecond">0: no limit.</param>
    /// <param name="now">The monotonic time; the bucket begins full.</param>
    public static TokenBucket Of(double perSecond, TimeSpan now) => perSecond > 0 ? new TokenBucket(perSecond, now) : Unlimited;

    public bool Has(TimeSpan now)
    {
        Fill(now);
        return IsUnlimited || _tokens >= 1;
    }

    public void Take(TimeSpan now)
    {
        if (IsUnlimited)
            return;
        Fill(now);
        _tokens--;
    }

    public bool IsFull(TimeSpan now)
    {
        Fill(now);
        return IsUnlimited || _tokens >= _most;
    }

    /// <summary>When there is a token again; a tick later than exactly, so that it is there then.</summary>
    public TimeSpan NextAt(TimeSpan now)
    {
        Fill(now);
        return IsUnlimited || _tokens >= 1 ? now : now + TimeSpan.FromSeconds((1 - _tokens) / _perSecond) + TimeSpan.FromTicks(1);
    }

    private void Fill(TimeSpan now)
    {
        if (IsUnlimited || now <= _filledAt)
            return;
        _tokens = Math.Min(_most, _tokens + ((now - _filledAt).TotalSeconds * _perSecond));
        _filledAt = now;
    }
}
