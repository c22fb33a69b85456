using Actors.Jobs;
using Actors.Storage;
using Google.Protobuf;
using Xunit;

namespace Actors.Tests.Jobs;

public class JobSpecRulesTests
{
    private static readonly JobSpec Good = new()
    {
        Id = JobId.New(IdSource.System),
        Output = ObjectId.New(IdSource.System),
        Name = "job",
        Runtime = "python",
        Source = JobSource.Inline("print(1)"),
    };

    /// <summary>What is wrong, and what the refusal must say of it.</summary>
    public static TheoryData<string, Func<JobSpec, JobSpec>> Wrong => new()
    {
        { "job id is missing", job => job with { Id = default } },
        { "output id is missing", job => job with { Output = default } },
        { "name must have at most 255 bytes", job => job with { Name = new string('x', 256) } },
        { "name must have at most 255 bytes", job => job with { Name = new string('ä', 128) } },
        { "no control characters", job => job with { Name = "two\nlines" } },
        { "output name must have", job => job with { OutputName = "\u0000" } },
        { "unknown runtime 'cobol'; there are csharp, python, exec", job => job with { Runtime = "cobol" } },
        { "unknown runtime ''", job => job with { Runtime = "" } },
        { "put it into the store", job => job with { Source = JobSource.Inline(ByteString.CopyFrom(new byte[JobSource.MaxInlineBytes + 1])) } },
        { "source of the python program is empty", job => job with { Source = JobSource.None } },
        { "neither a source nor a program", job => job with { Runtime = "exec", Source = JobSource.None } },
        { "at most 256 arguments", job => job with { Arguments = [.. Enumerable.Repeat("x", 257)] } },
        { "16384 bytes in all", job => job with { Arguments = [new string('x', 16385)] } },
        { "NUL", job => job with { Arguments = ["a\0b"] } },
        { "at most 1000 inputs", job => job with { Inputs = [.. Enumerable.Range(0, 1001).Select(i => Input($"i{i}"))] } },
        { "24576 bytes of names", job => job with { Inputs = [.. Enumerable.Range(0, 100).Select(i => Input(new string('x', 250)))] } },
        { "input name '' is empty", job => job with { Inputs = [Input("")] } },
        { "input name '..' is no file name", job => job with { Inputs = [Input("..")] } },
        { "input name '../x' holds a path separator", job => job with { Inputs = [Input("../x")] } },
        { "holds a path separator", job => job with { Inputs = [Input("a\\b")] } },
        { "input name 'a?b' holds a control character", job => job with { Inputs = [Input("a\0b")] } },
        { "is longer than 255 bytes", job => job with { Inputs = [Input(new string('x', 256))] } },
        { "input 'x' has no object id", job => job with { Inputs = [new JobInput("x", default)] } },
        { "input 'x' is the job's own output", job => job with { Inputs = [new JobInput("x", job.Output)] } },
        { "limit wall", job => job with { Limits = new JobLimits { Wall = TimeSpan.Zero } } },
        { "limit wall", job => job with { Limits = new JobLimits { Wall = TimeSpan.FromDays(8) } } },
        { "limit cpu", job => job with { Limits = new JobLimits { Cpu = -TimeSpan.FromSeconds(1) } } },
        { "limit memory is 1; it must be at least 16MiB", job => job with { Limits = new JobLimits { MemoryBytes = 1 } } },
        { "limit output", job => job with { Limits = new JobLimits { OutputBytes = 0 } } },
        { "limit disk", job => job with { Limits = new JobLimits { DiskBytes = -1 } } },
        { "limit files", job => job with { Limits = new JobLimits { Files = 0 } } },
        { "limit processes", job => job with { Limits = new JobLimits { Processes = 0 } } },
        { "priority 101 is not within -100 and 100", job => job with { Priority = 101 } },
        { "priority -101", job => job with { Priority = -101 } },
        { "retries 101 is not within 0 and 100", job => job with { Retries = new JobRetries { Limit = 101 } } },
        { "retries -1", job => job with { Retries = new JobRetries { Limit = -1 } } },
        { "pause between retries is negative", job => job with { Retries = new JobRetries { FirstPause = -TimeSpan.FromSeconds(1) } } },
        { "queue 'a/b' holds a path separator", job => job with { Queue = "a/b" } },
        { "queue '' is empty", job => job with { Queue = "" } },
        { "at most 16 labels", job => job with { Labels = [.. Enumerable.Range(0, 17).Select(i => $"l{i}")] } },
        { "labels of 1 to 64", job => job with { Labels = [""] } },
        { "labels of 1 to 64", job => job with { Labels = [new string('x', 65)] } },
        { "printable", job => job with { Labels = ["a\tb"] } },
        { "deadline is not after not-before", job => job with { NotBefore = DateTimeOffset.UnixEpoch.AddDays(1), Deadline = DateTimeOffset.UnixEpoch.AddDays(1) } },
    };

    [Fact]
    public void A_right_job_has_no_problem() => Assert.Null(JobSpecRules.FirstProblem(Good));

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Each_wrong_value_is_refused_in_one_line_that_names_it(string problem, Func<JobSpec, JobSpec> spoil)
    {
        var refused = Assert.Throws<ActorsException>(() => spoil(Good).Validated());

        Assert.Equal(ErrorCodes.Invalid, refused.Code);
        Assert.Contains(problem, refused.Message);
        Assert.DoesNotContain(refused.Message, char.IsControl);
    }

    [Fact]
    public void The_largest_values_that_are_allowed_are_taken() => Assert.Null(JobSpecRules.FirstProblem(Good with
    {
        Name = new string('x', 255),
        Source = JobSource.Inline(ByteString.CopyFrom(new byte[JobSource.MaxInlineBytes])),
        Arguments = [.. Enumerable.Repeat("x", 256)],
        Inputs = [.. Enumerable.Range(0, 1000).Select(i => Input($"i{i}"))],
        Labels = [.. Enumerable.Range(0, 16).Select(i => $"l{i}")],
        Priority = 100,
        Retries = new JobRetries { Limit = 100 },
        Limits = new JobLimits { Wall = TimeSpan.FromDays(7), MemoryBytes = 16 << 20 },
    }));

    private static JobInput Input(string name) => new(name, ObjectId.New(IdSource.System));
}
