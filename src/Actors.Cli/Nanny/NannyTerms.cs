using Actors.Configuration;
using Akka.Configuration;

namespace Actors.Cli.Nanny;

/// <summary>The settings under <c>actors.nanny</c>; <c>reference.conf</c> says what each is for.</summary>
internal sealed record NannyTerms(TimeSpan FirstPause, TimeSpan LastPause, int MaxRestarts, TimeSpan Within, TimeSpan LeaveTimeout)
{
    /// <param name="config">The whole configuration, with the reference settings below it.</param>
    /// <exception cref="ActorsException">A value is out of range; the message names its path.</exception>
    public static NannyTerms From(Config config)
    {
        var nanny = new SettingsSection(config, "actors.nanny");
        return new NannyTerms(nanny.Time("first-pause"), nanny.Time("last-pause"), nanny.Within("max-restarts", 1, 1_000_000), nanny.Time("within"), nanny.Time("leave-timeout"));
    }
}
