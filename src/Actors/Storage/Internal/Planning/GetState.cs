using System.Collections.Immutable;
using Actors.Cluster.Internal;

namespace Actors.Storage.Internal.Planning;

/// <summary>
/// A search for one object: owners one after the other, the next one as soon as one fails or hesitates; then everyone else at once. "Not found" needs
/// the word of every member (S4): any of them may hold a hint; and that no node was lost a while ago, for what it holds is only out of reach.
/// </summary>
internal sealed record GetState(GetPlan Plan)
{
    public ImmutableSortedDictionary<string, GetAnswer> Answers { get; init; } = ImmutableSortedDictionary<string, GetAnswer>.Empty;

    public ImmutableSortedSet<string> Asked { get; init; } = [];

    public TimeSpan LastAsked { get; init; }

    public bool Over { get; init; }

    public static GetStep Begin(GetPlan plan, TimeSpan now) => new GetState(plan).AskNext(now);

    public GetStep Answered(string node, GetAnswer answer, TimeSpan now)
    {
        if (Over || Answers.ContainsKey(node) || !Asked.Contains(node))
            return new(this, []);
        var state = this with { Answers = Answers.Add(node, answer) };
        if (answer != GetAnswer.Held)
            return state.AskNext(now);
        var lacking = Plan.Owners.Where(owner => state.Answers.TryGetValue(owner, out var word) && word is GetAnswer.Absent or GetAnswer.Incomplete);
        return new(state with { Over = true }, [new GetFound(node, [.. lacking])]);
    }

    /// <summary>Asks the next node beside one that hesitates, without giving that one up.</summary>
    public GetStep Tick(TimeSpan patience, TimeSpan now) => Over || now - LastAsked < patience
        ? new(this, [])
        : Said(GetAnswer.Incomplete) && OwnersAsked ? End(ErrorCodes.Incomplete) : AskNext(now);

    public GetStep Expired() => Over ? new(this, []) : End(Said(GetAnswer.Incomplete) ? ErrorCodes.Incomplete : ErrorCodes.Unavailable);

    private bool OwnersAsked => Plan.Owners.All(Asked.Contains);

    private bool Said(GetAnswer answer) => Answers.ContainsValue(answer);

    private GetStep AskNext(TimeSpan now)
    {
        if (Plan.Owners.FirstOrDefault(owner => !Asked.Contains(owner)) is { } next)
            return Ask([next], now);
        if (Said(GetAnswer.Incomplete))
            return Plan.Owners.All(Answers.ContainsKey) ? End(ErrorCodes.Incomplete) : new(this, []);
        if (Plan.Others.Any(node => !Asked.Contains(node)))
            return Ask(Plan.Others, now);
        if (Answers.Count < Plan.Owners.Length + Plan.Others.Length)
            return new(this, []);
        if (!Answers.Values.All(answer => answer == GetAnswer.Absent))
            return End(ErrorCodes.Unavailable);
        return Plan.Lost is [var lost, ..] ? new(this with { Over = true }, [new GetLost(lost)]) : End(ErrorCodes.NotFound);
    }

    private GetStep Ask(ImmutableArray<string> nodes, TimeSpan now) =>
        new(this with { Asked = Asked.Union(nodes), LastAsked = now }, [.. nodes.Select(node => new AskNode(node))]);

    private GetStep End(string code)
    {
        var silent = Plan.Owners.Concat(Plan.Others).Where(node => Answers.GetValueOrDefault(node, GetAnswer.Failed) is GetAnswer.Failed).Count();
        return new(this with { Over = true }, [new GetFailed(code, silent)]);
    }
}

/// <summary>What a node says of an object.</summary>
internal enum GetAnswer
{
    Absent,

    /// <summary>Declared and not bound: another owner may know better.</summary>
    Incomplete,
    Held,

    /// <summary>It has a copy with wrong bytes.</summary>
    Damaged,

    /// <summary>It refused, or is gone.</summary>
    Failed,
}

internal readonly record struct GetStep(GetState State, ImmutableArray<GetEffect> Effects);

internal abstract record GetEffect;

internal sealed record AskNode(string Node) : GetEffect;

/// <summary>This node has it; <paramref name="Lacking"/> are owners that said they do not.</summary>
internal sealed record GetFound(string Node, ImmutableArray<string> Lacking) : GetEffect;

/// <param name="Code">not-found, incomplete or unavailable.</param>
/// <param name="Silent">How many nodes gave no answer.</param>
internal sealed record GetFailed(string Code, int Silent) : GetEffect;

/// <summary>All members say that they have none, and this node, which cannot be asked, may have one.</summary>
internal sealed record GetLost(LostMember Node) : GetEffect;
