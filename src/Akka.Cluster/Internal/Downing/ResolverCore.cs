using System.Collections.Immutable;

namespace Akka.Cluster.Internal;

/// <summary>
/// When to decide: once nothing has changed for a while and somebody is unreachable. The leader of each side acts, for its own side.
/// </summary>
internal static class ResolverCore
{
    // Fewer changes than this are no flapping, however long they are apart.
    private const int FewChanges = 3;

    // A new version goes to all at once and their answers come back at once; this allows for a lost one and a gossip tick.
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(3);

    public static ResolverState Observe(ResolverState state, MembershipState view, TimeSpan now)
    {
        var picture = Picture.Of(view);
        var changed = !picture.Equals(state.Picture);
        var troubled = new PartitionView(view).HasTrouble;
        state = state with { View = view, Picture = picture };
        if (!troubled)
            return state with { StableSince = null, Question = null, TroubledSince = null, Changes = 0 };
        if (!changed && state.StableSince is not null)
            return state;
        return state with { StableSince = now, Question = null, TroubledSince = state.TroubledSince ?? now, Changes = state.Changes + 1 };
    }

    /// <summary>Decides if it is time: at ticks, and as soon as the answers of its own side are there.</summary>
    public static (ResolverState State, ResolverAction? Action) Tick(ResolverState state, TimeSpan now)
    {
        if (state.View is not { IsLeader: true } view || state.StableSince is not { } stableSince)
            return (state, null);
        if (IsUnstable(state, now))
            return Act(state, view, now, new DownAllStrategy().Decide(view, isConfirmed: false), "reachability keeps changing");
        if (now - stableSince < state.StableAfter)
            return (state, null);
        if (state.Question is not { } question)
            return (state with { Question = (view.Gossip.Version, now) }, new ResolverAction.Ask());
        var isConfirmed = view.Gossip.Version.IsAfter(question.Version) && new PartitionView(view).OwnSideAgrees;
        return isConfirmed || now - question.At >= AnswerTime
            ? Act(state, view, now, state.Strategy.Decide(view, isConfirmed), $"{state.Strategy} after {state.StableAfter.TotalSeconds:F0} s without a change")
            : (state, null);
    }

    /// <summary>Another member holds this node for dead and will never hear it again: it must stop.</summary>
    public static ResolverAction.MarkDown? Quarantined(ResolverState state, Akka.Actor.Address by) =>
        state.View?.MemberAt(by) is { Status: not MemberStatus.Down } && state.View.IsMember
            ? new ResolverAction.MarkDown([state.View.Self], $"{by} has quarantined this node")
            : null;

    private static bool IsUnstable(ResolverState state, TimeSpan now) =>
        state.DownAllWhenUnstable is { } limit && state.Changes >= FewChanges &&
        state.TroubledSince is { } since && now - since >= state.StableAfter + limit;

    private static (ResolverState State, ResolverAction? Action) Act(
        ResolverState state, MembershipState view, TimeSpan now, DowningDecision decision, string reason)
    {
        // What follows from the decision is a change of its own; should it not happen, the same is decided again.
        state = state with { StableSince = now, Question = null, TroubledSince = now, Changes = 0 };
        if (decision.Nodes.IsEmpty)
            return (state, null);
        var nodes = decision.Nodes.OrderBy(n => n == view.Self).ToImmutableArray();
        return (state, new ResolverAction.MarkDown(nodes, $"{decision.Verdict}, {decision.HalfConnected} half connected: {reason}"));
    }
}

internal abstract record ResolverAction
{
    /// <param name="Nodes">To be marked as down, in this order.</param>
    internal sealed record MarkDown(ImmutableArray<UniqueAddress> Nodes, string Reason) : ResolverAction;

    /// <summary>Make a new version of the gossip, to see who answers.</summary>
    internal sealed record Ask : ResolverAction;
}
