namespace Actors.Services;

/// <summary>How calls are made.</summary>
public sealed record CallOptions
{
    public static CallOptions Default { get; } = new();

    /// <summary>
    /// How long the caller waits; the method is told to stop then. Zero: for ever. Null: what the method's <see cref="CallTimeoutAttribute"/> says, else
    /// <c>actors.services.client.timeout</c>, 30 s; of <see cref="ServicesClient.SubmitAsync"/>, for which nobody waits, else for ever.
    /// </summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Higher goes first. Default 0.</summary>
    public int Priority { get; init; }

    /// <summary>
    /// Makes the call idempotent: calls of one service with the same key are one call, which runs once and whose reply all of them get, as long as it is remembered
    /// (<c>actors.services.broker.ended-remembered</c>). Null: each call is one of its own.
    /// </summary>
    public string? Key { get; init; }

    /// <summary>Calls with the same one, of at most 200 characters, share the service's limits for a key. Null: only the limits for all hold.</summary>
    public string? LimitKey { get; init; }

    /// <summary>Of <see cref="ServicesClient.SubmitAsync"/>: how long its reply is kept after the method has ended. Default one hour.</summary>
    public TimeSpan KeepFor { get; init; } = TimeSpan.FromHours(1);
}
