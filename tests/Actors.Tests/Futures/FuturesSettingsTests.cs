using Actors.Futures;
using Actors.Futures.Library;
using Akka.Configuration;
using Xunit;

namespace Actors.Tests.Futures;

public sealed class FuturesSettingsTests
{
    [Fact]
    public void The_defaults_are_those_of_the_reference()
    {
        var settings = FuturesSettings.From(ReferenceConfig.Config);

        Assert.Equal((1L << 30, 64L << 20, 30.0), (settings.Shelf.MaxBytes, settings.Shelf.MaxItemBytes, settings.Shelf.Lease.TotalSeconds));
        Assert.Equal((0, 256 << 20, 10_000), (settings.Slots, settings.MaxInputBytes, settings.MaxSent));
        Assert.Equal((3.0, 10.0), (settings.FetchTimeout.TotalSeconds, settings.UploadTimeout.TotalSeconds));
        Assert.Empty(settings.Assemblies);
        Assert.Equal(new DeployedTerms(), settings.Deployed);
    }

    [Theory]
    [InlineData("slots = -1")]
    [InlineData("shelf-size = 1 KiB")]
    [InlineData("max-item-size = 2 GiB")]
    [InlineData("max-input-size = 3 GiB")]
    [InlineData("lease = 100ms")]
    [InlineData("fetch-timeout = 0s")]
    [InlineData("upload-timeout = 0s")]
    [InlineData("max-sent = 0")]
    [InlineData("check-every = 0s")]
    [InlineData("unload-after = 0s")]
    [InlineData("max-deployed = 0")]
    public void A_wrong_value_is_refused_by_its_path(string setting)
    {
        var config = ConfigurationFactory.ParseString($"actors.futures.{setting}").WithFallback(ReferenceConfig.Config);

        var failure = Assert.Throws<ActorsException>(() => FuturesSettings.From(config));

        Assert.Contains($"actors.futures.{setting.Split(' ')[0]}", failure.Message, StringComparison.Ordinal);
    }
}
