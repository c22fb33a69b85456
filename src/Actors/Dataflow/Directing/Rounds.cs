using Actors.Dataflow.Running;

namespace Actors.Dataflow.Directing;

/// <summary>Questions to all actors of a flow, and who has answered. Part of the director.</summary>
internal sealed class Rounds
{
    private readonly Dictionary<long, Round> _open = [];
    private long _last;

    /// <param name="asked">The runs that are to answer.</param>
    /// <param name="all">Called once with what they have answered.</param>
    /// <returns>The number to ask with.</returns>
    public long Begin(HashSet<long> asked, Action<IReadOnlyCollection<FlowProtocol.IAnswer>> all)
    {
        var number = ++_last;
        _open.Add(number, new Round(asked, all));
        EndIfComplete(number);
        return number;
    }

    public void Take(FlowProtocol.IAnswer answer)
    {
        if (!_open.TryGetValue(answer.Round, out var round) || !round.Missing.Remove(answer.Run)) return;
        round.Answers.Add(answer);
        EndIfComplete(answer.Round);
    }

    /// <summary>A run will not answer any more.</summary>
    public void Forget(long run)
    {
        foreach (var (number, round) in _open.ToList())
            if (round.Missing.Remove(run)) EndIfComplete(number);
    }

    /// <summary>Waits no longer.</summary>
    public void End(long number)
    {
        if (_open.Remove(number, out var round)) round.All(round.Answers);
    }

    private void EndIfComplete(long number)
    {
        if (_open.TryGetValue(number, out var round) && round.Missing.Count == 0) End(number);
    }

    /// <summary>To the director: a round has lasted long enough.</summary>
    public sealed record Late(long Round);

    private sealed class Round(HashSet<long> missing, Action<IReadOnlyCollection<FlowProtocol.IAnswer>> all)
    {
        public HashSet<long> Missing { get; } = missing;

        public Action<IReadOnlyCollection<FlowProtocol.IAnswer>> All { get; } = all;

        public List<FlowProtocol.IAnswer> Answers { get; } = [];
    }
}
