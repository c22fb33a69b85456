using Actors.Jobs;
using Actors.Jobs.Table;
using Actors.Jobs.Workers;
using Akka.Configuration;
using Xunit;

namespace Actors.Tests.Jobs;

public class JobsSettingsTests
{
    [Fact]
    public void The_defaults_are_those_of_the_reference_file_and_of_the_code()
    {
        var settings = JobsSettings.From(ReferenceConfig.Config);

        Assert.Equal(("auto", "/usr/bin/python3", Environment.ProcessorCount, ""), (settings.Sandbox, settings.Python, settings.Slots, settings.WorkDir));
        Assert.Equal((1L << 30, TimeSpan.FromSeconds(5)), (settings.CacheBytes, settings.DrainTimeout));
        Assert.Equal(new JobTableSettings { MaxLimits = settings.Table.MaxLimits }, settings.Table); // the operator's limits: MaxLimitsTests
        Assert.Equal(new WorkerTableSettings(), settings.Worker);
        Assert.Equal(new RunLimits(), settings.Run);
    }

    [Fact]
    public void A_worker_has_as_many_slots_as_it_is_told() =>
        Assert.Equal(7, JobsSettings.From(ConfigurationFactory.ParseString("actors.jobs.worker.slots = 7").WithFallback(ReferenceConfig.Config)).Slots);

    [Theory]
    [InlineData("sandbox = chroot", "auto, bubblewrap, namespaces, none")]
    [InlineData("worker.slots = -1", "0 to 4096")]
    [InlineData("worker.cache-size = 1 kB", "at least 1048576 bytes")]
    [InlineData("worker.drain-timeout = 0s", "above zero")]
    [InlineData("worker.keep-without-lease = 0s", "above zero")]
    [InlineData("worker.results-kept = 0", "1 to 10000")]
    [InlineData("worker.log-head = 64 KiB", "1024 to 32768 bytes")]
    [InlineData("worker.log-tail = 1 B", "1024 to 32768 bytes")]
    [InlineData("worker.fetch-patience = 0s", "above zero")]
    [InlineData("worker.store-patience = 0s", "above zero")]
    [InlineData("broker.lease = 0s", "above zero")]
    [InlineData("broker.lease-margin = 1s", "less than a third of lease")]
    [InlineData("broker.max-jobs = 0", "1 to 10000000")]
    [InlineData("broker.max-label-sets = 0", "1 to 100000")]
    [InlineData("broker.ended-jobs-kept = 0", "1 to 10000000")]
    [InlineData("broker.ended-jobs-kept-for = 0s", "above zero")]
    [InlineData("broker.logs-kept = 1 kB", "at least 1048576 bytes")]
    [InlineData("broker.unclean-run-limit = 0", "1 to 100")]
    [InlineData("broker.recovery-limit = 0", "1 to 1000")]
    [InlineData("broker.missing-input-grace = 0s", "above zero")]
    public void A_wrong_value_is_refused_by_its_path_with_what_is_expected(string setting, string expected)
    {
        var config = ConfigurationFactory.ParseString($"actors.jobs.{setting}").WithFallback(ReferenceConfig.Config);

        var refused = Assert.Throws<ActorsException>(() => JobsSettings.From(config));

        Assert.Equal(ErrorCodes.Invalid, refused.Code);
        Assert.Contains("actors.jobs." + setting.Split(' ')[0], refused.Message);
        Assert.Contains(expected, refused.Message);
    }
}
