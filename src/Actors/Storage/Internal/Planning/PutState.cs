using System.Collections.Immutable;

namespace Actors.Storage.Internal.Planning;

/// <summary>
/// A put as its coordinator carries it out: copies to the owners, a hint on the next node for each owner that is down, done when enough
/// distinct nodes have it on disk (S1). An owner that answers after its stand-in was asked still counts.
/// </summary>
internal sealed record PutState(int Required)
{
    /// <summary>Nodes that were asked and have neither stored nor failed, and when they were asked.</summary>
    public ImmutableSortedDictionary<string, TimeSpan> Asked { get; init; } = ImmutableSortedDictionary<string, TimeSpan>.Empty;

    public ImmutableSortedSet<string> Durable { get; init; } = [];

    /// <summary>Nodes to ask when another one fails, in order.</summary>
    public ImmutableQueue<string> StandIns { get; init; } = [];

    /// <summary>Slow nodes that a stand-in was asked for already.</summary>
    public ImmutableSortedSet<string> Replaced { get; init; } = [];

    /// <summary>How many nodes should have it in the end.</summary>
    public int Wanted { get; init; }

    public bool Over { get; init; }

    public static PutStep Begin(PutPlan plan, TimeSpan now)
    {
        var state = new PutState(plan.Required)
        {
            Wanted = plan.Owners.Length,
            StandIns = ImmutableQueue.CreateRange(plan.StandIns.Where(node => node != plan.Self && !plan.Unreachable.Contains(node))),
        };
        List<PutEffect> effects = [];
        // With too few nodes for all its copies it is marked from the first write on: the nodes that come get theirs without a look at everything.
        state = state.Ask(plan.Self, hint: plan.Short || !plan.Owners.Contains(plan.Self), now, effects);
        foreach (var owner in plan.Owners.Where(owner => owner != plan.Self))
            state = plan.Unreachable.Contains(owner) ? state.AskStandIn(now, effects) : state.Ask(owner, hint: false, now, effects);
        return state.FailIfHopeless("too few storage nodes are reachable", effects);
    }

    /// <summary>The node has its copy on disk.</summary>
    public PutStep Stored(string node)
    {
        if (Over)
            return new(this, []);
        var state = this with { Asked = Asked.Remove(node), Durable = Durable.Add(node) };
        return state.Durable.Count < Required
            ? new(state, [])
            : new(state with { Over = true }, [new PutDone(state.Durable.Count, Lacking: state.Durable.Count < Wanted)]);
    }

    /// <summary>The node refused or was lost; it may have stored the copy all the same, which does no harm.</summary>
    public PutStep Failed(string node, string reason, TimeSpan now)
    {
        if (Over || !Asked.ContainsKey(node))
            return new(this, []);
        List<PutEffect> effects = [];
        var state = this with { Asked = Asked.Remove(node) };
        if (!Replaced.Contains(node))
            state = state.AskStandIn(now, effects);
        return state.FailIfHopeless(reason, effects);
    }

    /// <summary>Another content is held under this id: no node may store this one.</summary>
    public PutStep Conflicted(string reason) => Over ? new(this, []) : Fail(ErrorCodes.Invalid, reason, []);

    /// <summary>Asks a stand-in for each node that has not answered for <paramref name="patience"/>.</summary>
    public PutStep Tick(TimeSpan patience, TimeSpan now)
    {
        List<PutEffect> effects = [];
        var state = this;
        foreach (var (slow, _) in Asked.Where(node => now - node.Value >= patience))
        {
            (state, var more) = state.Slow(slow, now);
            effects.AddRange(more);
        }

        return new(state, [.. effects]);
    }

    /// <summary>Asks a stand-in for a node that does not answer; if it does after all, it counts.</summary>
    public PutStep Slow(string node, TimeSpan now)
    {
        if (Over || !Asked.ContainsKey(node) || Replaced.Contains(node))
            return new(this, []);
        List<PutEffect> effects = [];
        var state = (this with { Replaced = Replaced.Add(node) }).AskStandIn(now, effects);
        return new(state, [.. effects]);
    }

    public PutStep Expired() => Over ? new(this, []) : Fail(ErrorCodes.Unavailable, $"{Durable.Count} of {Required} copies were durable in time", []);

    private PutState Ask(string node, bool hint, TimeSpan now, List<PutEffect> effects)
    {
        effects.Add(new StoreCopyOn(node, hint));
        return this with { Asked = Asked.Add(node, now) };
    }

    private PutState AskStandIn(TimeSpan now, List<PutEffect> effects) => StandIns.IsEmpty
        ? this
        : (this with { StandIns = StandIns.Dequeue(out var node) }).Ask(node, hint: true, now, effects);

    private PutStep FailIfHopeless(string reason, List<PutEffect> effects) => Durable.Count + Asked.Count >= Required
        ? new(this, [.. effects])
        : Fail(ErrorCodes.Unavailable, $"{Required} copies are required: {reason}", []);

    private PutStep Fail(string code, string reason, List<PutEffect> effects) => new(this with { Over = true }, [.. effects, new PutFailed(code, reason)]);
}

internal readonly record struct PutStep(PutState State, ImmutableArray<PutEffect> Effects);

internal abstract record PutEffect;

/// <summary>Have this node store a copy.</summary>
internal sealed record StoreCopyOn(string Node, bool Hint) : PutEffect;

/// <summary>Acknowledge: this many distinct nodes have it on disk.</summary>
/// <param name="Copies">That many.</param>
/// <param name="Lacking">Fewer than there are owners: it is to be offered to them.</param>
internal sealed record PutDone(int Copies, bool Lacking = false) : PutEffect;

internal sealed record PutFailed(string Code, string Reason) : PutEffect;
