using Actors.Storage;

namespace Actors.Jobs.Table;

/// <summary>Which jobs wait for which objects, and how often the store was asked about each.</summary>
internal sealed class Waitlist
{
    private readonly Dictionary<ObjectId, AwaitedInput> _inputs = [];

    /// <summary>Objects that jobs wait for.</summary>
    public int Count => _inputs.Count;

    /// <summary>True when nobody has waited for this object before.</summary>
    public bool Add(ObjectId input, JobId job)
    {
        var isNew = !_inputs.TryGetValue(input, out var awaited);
        if (isNew)
            _inputs.Add(input, awaited = new AwaitedInput());
        awaited!.Jobs.Add(job);
        return isNew;
    }

    public AwaitedInput? Find(ObjectId input) => _inputs.GetValueOrDefault(input);

    /// <summary>Nobody waits for this object any more; returns who did, in the order of their coming.</summary>
    public IReadOnlyCollection<JobId> Take(ObjectId input) => _inputs.Remove(input, out var awaited) ? awaited.Jobs : [];

    public void Leave(ObjectId input, JobId job)
    {
        if (!_inputs.TryGetValue(input, out var awaited))
            return;
        awaited.Jobs.Remove(job);
        if (awaited.Jobs.Count == 0)
            _inputs.Remove(input);
    }
}

/// <summary>One object that is waited for.</summary>
internal sealed class AwaitedInput
{
    public HashSet<JobId> Jobs { get; } = [];

    /// <summary>How often the store has said that it is not there yet.</summary>
    public int Looks { get; set; }

    /// <summary>What the store said last.</summary>
    public InputState State { get; private set; } = InputState.Unknown;

    /// <summary>Since when the store has been saying so.</summary>
    public TimeSpan Since { get; private set; }

    public void See(InputState state, TimeSpan now)
    {
        if (state == State)
            return;
        State = state;
        Since = now;
    }
}
