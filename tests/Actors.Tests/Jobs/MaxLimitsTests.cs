using Actors.Jobs;
using Actors.Jobs.Table;
using Actors.Tests.Jobs.Table;
using Akka.Configuration;
using Xunit;

namespace Actors.Tests.Jobs;

public class MaxLimitsTests
{
    public static TheoryData<JobLimits, string> TooLarge => new()
    {
        { new JobLimits { Wall = TimeSpan.MaxValue }, "wall" },
        { new JobLimits { Cpu = TimeSpan.MaxValue }, "cpu" },
        { new JobLimits { MemoryBytes = long.MaxValue }, "memory" },
        { new JobLimits { OutputBytes = long.MaxValue }, "output" },
        { new JobLimits { DiskBytes = long.MaxValue }, "disk" },
        { new JobLimits { Files = int.MaxValue }, "files" },
        { new JobLimits { Processes = int.MaxValue }, "processes" },
    };

    [Theory, MemberData(nameof(TooLarge))]
    public void No_limit_can_be_so_large_that_it_is_none(JobLimits limits, string name)
    {
        var job = TableBench.Job() with { Limits = limits };

        Assert.Contains($"limit {name} is", Assert.Throws<ActorsException>(job.Validated).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_operator_does_not_allow_is_refused_with_the_setting()
    {
        var bench = new TableBench(new JobTableSettings { MaxLimits = JobLimits.Default with { MemoryBytes = 1L << 30 } });

        var (code, message) = bench.Refused(TableBench.Job() with { Limits = new JobLimits { MemoryBytes = (1L << 30) + 1 } });

        Assert.Equal(ErrorCodes.Invalid, code);
        Assert.EndsWith("limit memory is 1073741825; it must be at most 1GiB (actors.jobs.max-limits.memory).", message, StringComparison.Ordinal);
        Assert.Equal(JobPhase.Waiting, bench.Submit(TableBench.Job(Actors.Storage.ObjectId.New(IdSource.System)) with { Limits = new JobLimits { MemoryBytes = 1L << 30 } }).Phase);
    }

    [Fact]
    public void The_default_settings_allow_the_default_limits_and_a_good_deal_more()
    {
        var most = JobsSettings.From(ReferenceConfig.Config).Table.MaxLimits;

        Assert.Null(JobSpecRules.FirstProblem(TableBench.Job(), most));
        Assert.Equal((TimeSpan.FromDays(7), 16L << 30, 4096), (most.Wall, most.MemoryBytes, most.Processes));
    }

    [Theory]
    [InlineData("actors.jobs.max-limits.memory = 1 MiB")]
    [InlineData("actors.jobs.max-limits.wall = 30d")]
    [InlineData("actors.jobs.max-limits.processes = 0")]
    [InlineData("actors.jobs.worker.max-input-size = 1 B")]
    public void A_setting_out_of_range_is_named(string setting)
    {
        var config = ConfigurationFactory.ParseString(setting).WithFallback(ReferenceConfig.Config);

        Assert.Contains(setting.Split(' ')[0], Assert.Throws<ActorsException>(() => JobsSettings.From(config)).Message, StringComparison.Ordinal);
    }
}
