using Actors.Configuration;
using Akka.Configuration;

namespace Actors.Client;

/// <summary>The settings under <c>actors.client</c>; <c>reference.conf</c> says what each is for.</summary>
internal sealed record ClientSettings
{
    public required TimeSpan ConnectTimeout { get; init; }

    public required TimeSpan RequestTimeout { get; init; }

    public required TimeSpan ResendAfter { get; init; }

    public required int MaxTransfers { get; init; }

    /// <summary>How long to go on trying what is unavailable.</summary>
    public required TimeSpan Patience { get; init; }

    /// <param name="config">The whole configuration, with the reference settings below it.</param>
    /// <exception cref="ActorsException">A value is out of range; the message names its path.</exception>
    public static ClientSettings From(Config config)
    {
        var section = new SettingsSection(config, "actors.client");
        return new ClientSettings
        {
            ConnectTimeout = section.Time("connect-timeout"),
            RequestTimeout = section.Time("request-timeout"),
            Patience = section.Time("patience"),
            ResendAfter = section.Time("resend-after"),
            MaxTransfers = section.Within("max-transfers", 1, 10_000),
        };
    }

    /// <summary>Who is in a hurry does not look for a cluster longer than that; without any patience there is still one full attempt.</summary>
    public ClientSettings Within(TimeSpan? patience) =>
        patience > TimeSpan.Zero && patience < ConnectTimeout ? this with { ConnectTimeout = patience.Value } : this;
}
