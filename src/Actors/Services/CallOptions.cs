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

    /// <summary>
    /// Hosts that may run the call: their ids, as <see cref="ServiceServer.Host"/> tells them, or addresses of their nodes. While none of them is there it waits as one of a service that nobody
    /// serves. At most 100. Empty: any.
    /// </summary>
    public IReadOnlyCollection<string> Hosts { get; init; } = [];

    /// <summary>What its host has to be labelled with, by its node's roles or by <see cref="ServeOptions.Labels"/>: all of these. At most 100.</summary>
    public IReadOnlyCollection<string> Labels { get; init; } = [];

    /// <summary>Of <see cref="ServicesClient.SubmitAsync"/>: how long its reply is kept after the method has ended. Default one hour.</summary>
    public TimeSpan KeepFor { get; init; } = TimeSpan.FromHours(1);
}
