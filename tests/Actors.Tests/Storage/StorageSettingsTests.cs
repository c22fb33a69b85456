using Actors.Storage;
using Akka.Configuration;
using Xunit;

namespace Actors.Tests.Storage;

public class StorageSettingsTests
{
    [Fact]
    public void The_defaults_are_those_of_the_reference_file()
    {
        var settings = StorageSettings.From(ReferenceConfig.Config);

        Assert.Equal((2, 2, 1), (settings.Replicas, settings.WriteAcks, settings.Weight));
        Assert.Equal(256 * 1024 * 1024, settings.SegmentBytes);
        Assert.Equal(64L * 1024 * 1024 * 1024, settings.MaxObjectBytes);
        Assert.Equal((2, 64), (settings.Readers, settings.MaxTransfers));
        Assert.Equal(
            (TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(1)), (settings.PutTimeout, settings.AttemptTimeout, settings.CopyPatience));
        Assert.Equal((TimeSpan.FromSeconds(5), TimeSpan.FromMilliseconds(200)), (settings.GetTimeout, settings.GetPatience));
        Assert.Equal(
            (TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30)), (settings.TransferTimeout, settings.SettleInterval, settings.ReassignAfter));
        Assert.Equal((500, 4096), (settings.SettlePage, settings.MaxPuts));
        Assert.Equal((32, TimeSpan.FromMilliseconds(250)), (settings.Link.Window, settings.Link.Interval));
        Assert.Equal((TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(1)), (settings.Link.PeerTimeout, settings.Link.StallTimeout!.Value));
    }

    [Theory]
    [InlineData("replicas = 0")]
    [InlineData("write-acks = 3")]
    [InlineData("weight = 101")]
    [InlineData("segment-size = 1 kB")]
    [InlineData("max-object-size = 0")]
    [InlineData("readers = 0")]
    [InlineData("max-transfers = 0")]
    [InlineData("max-puts = 0")]
    [InlineData("put-timeout = 0s")]
    [InlineData("attempt-timeout = 0s")]
    [InlineData("copy-patience = 0s")]
    [InlineData("get-timeout = 0s")]
    [InlineData("get-patience = 0s")]
    [InlineData("lost-memory = 0s")]
    [InlineData("transfer-timeout = 0s")]
    [InlineData("settle-interval = 0s")]
    [InlineData("settle-page = 1001")]
    [InlineData("reassign-after = 0s")]
    [InlineData("link.window = 0")]
    [InlineData("link.interval = 0s")]
    [InlineData("link.peer-timeout = 0s")]
    [InlineData("link.stall-timeout = 0s")]
    public void A_wrong_value_is_refused_by_its_path(string setting)
    {
        var config = ConfigurationFactory.ParseString($"actors.storage.{setting}").WithFallback(ReferenceConfig.Config);

        var refused = Assert.Throws<ActorsException>(() => StorageSettings.From(config));

        Assert.Contains("actors.storage." + setting.Split(' ')[0], refused.Message);
    }
}
