using Actors.Services;

namespace Actors.Futures.Book;

/// <summary>What a client knows of one key: how its value is made, who has it, and who needs it.</summary>
internal sealed class FutureRecord(string key, FutureWork? work)
{
    public string Key { get; } = key;

    /// <summary>Null of a value that came from the client: once lost it cannot be made again.</summary>
    public FutureWork? Work { get; } = work;

    public RecordState State { get; set; }

    /// <summary>Handles of the program that are alive.</summary>
    public int References { get; set; }

    /// <summary>Each once.</summary>
    public List<FutureRecord> Inputs { get; } = [];

    /// <summary>Those that have this one among their inputs, for as long as they are known: their lineage ends here.</summary>
    public HashSet<FutureRecord> Dependents { get; } = [];

    /// <summary>Dependents that are being made.</summary>
    public int ActiveDependents { get; set; }

    /// <summary>Inputs whose value is nowhere yet.</summary>
    public int InputsMissing { get; set; }

    /// <summary>Of the last attempt that was sent.</summary>
    public long Serial { get; set; }

    /// <summary>Of its entry in the queue; older entries mean nothing.</summary>
    public long Turn { get; set; }

    /// <summary>Something may be stored under its key.</summary>
    public bool MayHaveData { get; set; }

    public int Attempts { get; set; }

    /// <summary>Attempts in a row that came to nothing for a passing reason, also those that do not count.</summary>
    public int Pauses { get; set; }

    /// <summary>Of its value, when a worker had computed it and had no room for it.</summary>
    public long Room { get; set; }

    /// <summary>The worker that had no room for it last.</summary>
    public string? FullWorker { get; set; }

    /// <summary>Steps from values that depend on nothing; deeper ones go first, so that what they read can be let go.</summary>
    public int Depth { get; set; }

    /// <summary>Workers that have the value, when it is done.</summary>
    public List<string> Workers { get; } = [];

    /// <summary>The value, when it is short.</summary>
    public ReadOnlyMemory<byte>? Value { get; set; }

    /// <summary>Of the value, as far as it is known.</summary>
    public long SizeBytes { get; set; }

    public CallFailure? Failure { get; set; }

    public bool IsNeeded => References > 0 || ActiveDependents > 0;

    public bool IsActive => State is RecordState.Waiting or RecordState.Paused or RecordState.Ready or RecordState.Sent;

    public override string ToString() => $"{Key}: {State}, {References} references, {ActiveDependents}/{Dependents.Count} dependents, at [{string.Join(' ', Workers)}]";
}

internal enum RecordState
{
    /// <summary>Nobody needs its value just now, and nobody has it: kept for the lineage of others.</summary>
    Idle,

    /// <summary>For inputs.</summary>
    Waiting,

    /// <summary>For a while, before it is sent again.</summary>
    Paused,

    /// <summary>All inputs are there.</summary>
    Ready,

    Sent,

    Done,

    Failed,
}

/// <summary>How a value is made.</summary>
internal sealed record FutureWork(FunctionName Function, IReadOnlyList<ArgumentNode> Arguments)
{
    public int Priority { get; init; }

    /// <summary>Those that may compute it, by id or address. Empty: all.</summary>
    public IReadOnlyCollection<string> Workers { get; init; } = [];

    /// <summary>All of which its worker must have.</summary>
    public IReadOnlyCollection<string> Labels { get; init; } = [];
}
