using System.Collections.Immutable;

namespace Actors.Storage.Internal.Planning;

/// <summary>A client's put: one coordinator after the other until one acknowledges. The object's id makes them all the same put.</summary>
internal sealed record PutAttempts(TimeSpan Begun)
{
    /// <summary>Nodes still to be tried in this round, in order.</summary>
    public ImmutableQueue<string> Left { get; init; } = [];

    /// <summary>The node that is asked; null between two rounds.</summary>
    public string? Current { get; init; }

    public TimeSpan Since { get; init; }

    public string LastReason { get; init; } = "no node with the role storage is up";

    public bool Over { get; init; }

    /// <summary>Begins a round with the nodes as they are known now.</summary>
    public PutAttemptStep Round(IEnumerable<string> candidates, TimeSpan now) => (this with { Left = ImmutableQueue.CreateRange(candidates) }).Next(now);

    public PutAttemptStep Refused(string node, string code, string reason, TimeSpan now)
    {
        if (Over || node != Current)
            return new(this, []);
        return code == ErrorCodes.Invalid ? GiveUp(code, reason) : (this with { LastReason = reason }).Next(now);
    }

    public PutAttemptStep Stored(int copies, int wanted) => Over ? new(this, []) : new(this with { Over = true }, [new PutAcknowledged(copies, wanted)]);

    public PutAttemptStep Tick(TimeSpan attemptTimeout, TimeSpan timeout, TimeSpan now)
    {
        if (Over)
            return new(this, []);
        if (now - Begun >= timeout)
            return GiveUp(ErrorCodes.Unavailable, LastReason);
        if (Current is null)
            return new(this, [new StartRound()]);
        return now - Since < attemptTimeout
            ? new(this, [])
            : (this with { LastReason = $"node {Current} did not answer for {attemptTimeout.TotalSeconds} s" }).Next(now);
    }

    public PutAttemptStep GiveUp(string code, string reason) => new(this with { Over = true }, [new PutGivenUp(code, reason)]);

    private PutAttemptStep Next(TimeSpan now)
    {
        if (Left.IsEmpty)
            return new(this with { Current = null }, []);
        var left = Left.Dequeue(out var node);
        return new(this with { Left = left, Current = node, Since = now }, [new TryNode(node)]);
    }
}

internal readonly record struct PutAttemptStep(PutAttempts State, ImmutableArray<PutAttemptEffect> Effects);

internal abstract record PutAttemptEffect;

internal sealed record TryNode(string Node) : PutAttemptEffect;

/// <summary>All nodes were tried: begin again with those that are known now.</summary>
internal sealed record StartRound : PutAttemptEffect;

internal sealed record PutAcknowledged(int Copies, int Wanted) : PutAttemptEffect;

internal sealed record PutGivenUp(string Code, string Reason) : PutAttemptEffect;
