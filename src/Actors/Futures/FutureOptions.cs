namespace Actors.Futures;

/// <summary>How a future is made.</summary>
public sealed record FutureOptions
{
    public static FutureOptions Default { get; } = new();

    /// <summary>
    /// The same function with the same arguments gives the same value: it has the same key, and is computed once while somebody has it. False: each future is computed for
    /// itself. All functions may run twice, when a worker is lost.
    /// </summary>
    public bool Pure { get; init; } = true;

    /// <summary>A key of the caller's own, for this client alone: futures with it are one. At most 200 characters. Null: a key is made.</summary>
    public string? Key { get; init; }

    /// <summary>
    /// Workers that may compute it: their ids, as <see cref="FuturesClient.NCoresAsync"/> shows them, or addresses of their nodes. When none of them is there for long it fails as unavailable. A
    /// value that is there already is not computed again for this. At most 100. Empty: any.
    /// </summary>
    public IReadOnlyCollection<string> Workers { get; init; } = [];

    /// <summary>Roles that its worker's node must have: all of these. At most 100.</summary>
    public IReadOnlyCollection<string> Labels { get; init; } = [];

    /// <summary>Higher goes first. Default 0.</summary>
    public int Priority { get; init; }
}
