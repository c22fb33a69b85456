namespace Actors.Services.Deployment.Planning;

/// <summary>
/// How many instances there are to be, between the least and the most, by how much waits: a pure step. It grows when more waits than a call for each slot, and shrinks when half of what is left after that
/// would do; both only when it is so for a while, and once only for a while, so that a short burst or a pause changes nothing.
/// </summary>
internal static class Sizing
{
    public static SizingState Step(SizingState state, SizingFacts facts, TimeSpan now, SizingTerms terms)
    {
        var count = Math.Clamp(state.Count, facts.Min, facts.Max);
        var isBusy = facts.Queued > (long)count * facts.Concurrency;
        var isIdle = facts.Queued == 0 && facts.Running * 2 <= (long)(count - 1) * facts.Concurrency;
        state = state with
        {
            Count = count,
            BusySince = isBusy ? state.BusySince ?? now : null,
            IdleSince = isIdle ? state.IdleSince ?? now : null,
        };
        if (now < state.RestUntil || !facts.IsSettled)
            return state;
        if (count < facts.Max && now - state.BusySince >= terms.GrowAfter)
        {
            var needed = (facts.Queued + facts.Running + facts.Concurrency - 1) / facts.Concurrency;
            return state with { Count = (int)Math.Min(facts.Max, Math.Clamp(needed, count + 1, count * 2)), BusySince = null, RestUntil = now + terms.Rest };
        }

        return count > facts.Min && now - state.IdleSince >= terms.ShrinkAfter
            ? state with { Count = count - 1, IdleSince = null, RestUntil = now + terms.Rest }
            : state;
    }
}

/// <param name="Count">Instances that there are to be.</param>
/// <param name="BusySince">Null: not too much waits.</param>
/// <param name="IdleSince">Null: there is enough to do.</param>
/// <param name="RestUntil">Nothing changes before.</param>
internal sealed record SizingState(int Count, TimeSpan? BusySince = null, TimeSpan? IdleSince = null, TimeSpan RestUntil = default);

/// <param name="Min">At least 1, or 0 of both.</param>
/// <param name="Max">Not below the least.</param>
/// <param name="Concurrency">Slots of one instance.</param>
/// <param name="Queued">Calls that wait at the broker.</param>
/// <param name="Running">Calls that are with hosts.</param>
/// <param name="IsSettled">The present number is there.</param>
internal sealed record SizingFacts(int Min, int Max, int Concurrency, long Queued, long Running, bool IsSettled);

internal sealed record SizingTerms
{
    public TimeSpan GrowAfter { get; init; } = TimeSpan.FromSeconds(2);

    public TimeSpan ShrinkAfter { get; init; } = TimeSpan.FromSeconds(30);

    public TimeSpan Rest { get; init; } = TimeSpan.FromSeconds(5);
}
