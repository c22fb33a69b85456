using Actors.Services;

namespace Actors.Futures.Book;

/// <summary>What a client's book of futures wants to be done.</summary>
internal abstract record BookEffect;

/// <summary>Have it computed; the serial names the attempt.</summary>
internal sealed record SendWork(string Key, long Serial, FutureWork Work, int Depth, IReadOnlyList<FutureInput> Inputs) : BookEffect
{
    /// <summary>Workers that have inputs, with how much of them, most first.</summary>
    public IReadOnlyList<NearHost> Near { get; init; } = [];

    /// <summary>Bytes that its value is known to need on a shelf that had no room for it. 0: it is not known.</summary>
    public long Room { get; init; }
}

/// <summary>The attempt came to nothing for a passing reason: resume it after a pause that grows with such failures in a row.</summary>
internal sealed record PauseWork(string Key, long Serial, int Failures) : BookEffect;

/// <summary>Nobody needs this attempt any more.</summary>
internal sealed record StopWork(string Key, long Serial) : BookEffect;

/// <summary>Whatever was stored under the key by attempts up to this serial may go, on all workers.</summary>
internal sealed record ReleaseData(string Key, long Serial) : BookEffect;

/// <summary>It has a value, or a failure.</summary>
internal sealed record Settled(string Key, CallFailure? Failure) : BookEffect;

/// <summary>It had a value, which is lost and made again.</summary>
internal sealed record Unsettled(string Key) : BookEffect;
