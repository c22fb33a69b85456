using Akka.Configuration;

namespace Actors.Client;

/// <summary>How to connect to a cluster from outside.</summary>
public sealed record ConnectOptions
{
    /// <summary>How long to go on trying what is unavailable just now, for example while a needed role comes up; it bounds connecting too. Default: <c>actors.client.patience</c>, 10 s.</summary>
    public TimeSpan? Patience { get; init; }

    /// <summary>The cluster's secret, if it has one.</summary>
    public string? Secret { get; init; }

    /// <summary>Over the client's own settings: TLS, time limits, logging.</summary>
    public Config Settings { get; init; } = Config.Empty;
}
