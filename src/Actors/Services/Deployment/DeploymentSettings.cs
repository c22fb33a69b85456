using Actors.Configuration;
using Actors.Services.Deployment.Packages;
using Actors.Services.Deployment.Planning;
using Akka.Configuration;

namespace Actors.Services.Deployment;

/// <summary>The settings under <c>actors.deployments</c>; <c>reference.conf</c> says what each is for.</summary>
internal sealed record DeploymentSettings(PackageLimits Packages, TimeSpan CheckEvery, TimeSpan ReloadEvery, PlanTerms Plan, SizingTerms Sizing, int MaxInstances, TimeSpan StartTimeout, int MaxStuckStarts)
{
    /// <param name="config">The whole configuration, with the reference settings below it.</param>
    /// <exception cref="ActorsException">A value is out of range; the message names its path.</exception>
    public static DeploymentSettings From(Config config)
    {
        var all = new SettingsSection(config, "actors.deployments");
        var broker = new SettingsSection(config, "actors.deployments.broker");
        var worker = new SettingsSection(config, "actors.deployments.worker");
        var plan = new PlanTerms { LossPatience = broker.Time("loss-patience"), FirstRetry = broker.Time("first-retry"), LastRetry = broker.Time("last-retry") };
        return new DeploymentSettings(
            new PackageLimits(all.Within("max-files", 1, 1_000_000), all.Size("max-package-size", 1024), all.Size("max-unpacked-size", 1024)),
            broker.Time("check-every"),
            broker.Time("reload-every"),
            plan,
            new SizingTerms { GrowAfter = broker.Time("grow-after"), ShrinkAfter = broker.Time("shrink-after"), Rest = broker.Time("rest") },
            // What a node says of this many fits into a frame.
            worker.Within("max-instances", 1, 200),
            worker.Time("start-timeout"),
            worker.Within("max-stuck-starts", 1, 1000));
    }
}
