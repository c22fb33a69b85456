using Actors.Configuration;
using Actors.Futures.Library;
using Actors.Futures.Shelves;
using Akka.Configuration;

namespace Actors.Futures;

/// <summary>The settings under <c>actors.futures</c>; <c>reference.conf</c> says what each is for.</summary>
internal sealed record FuturesSettings(ShelfTerms Shelf, int Slots, IReadOnlyList<string> Assemblies, int MaxInputBytes, int MaxSent, TimeSpan FetchTimeout, TimeSpan UploadTimeout, TimeSpan Patience, DeployedTerms Deployed)
{
    /// <param name="config">The whole configuration, with the reference settings below it.</param>
    /// <exception cref="ActorsException">A value is out of range; the message names its path.</exception>
    public static FuturesSettings From(Config config)
    {
        var futures = new SettingsSection(config, "actors.futures");
        var shelf = new ShelfTerms
        {
            MaxBytes = futures.Size("shelf-size", 64 * 1024),
            MaxItemBytes = futures.Size("max-item-size", 64 * 1024, 1 << 30),
            Lease = futures.Time("lease", TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)),
        };
        return new FuturesSettings(
            shelf,
            futures.Within("slots", 0, 10_000),
            [.. config.GetStringList("actors.futures.assemblies")],
            (int)futures.Size("max-input-size", 64 * 1024, 2_000_000_000),
            futures.Within("max-sent", 1, 100_000),
            futures.Time("fetch-timeout"),
            futures.Time("upload-timeout"),
            new SettingsSection(config, "actors.services.client").Time("patience"),
            new DeployedTerms { CheckEvery = futures.Time("check-every"), UnloadAfter = futures.Time("unload-after"), MostLoaded = futures.Within("max-deployed", 1, 10_000) });
    }
}
