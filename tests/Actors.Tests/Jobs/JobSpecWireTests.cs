using System.Collections.Immutable;
using Actors.Jobs;
using Actors.Storage;
using FsCheck.Fluent;
using Google.Protobuf;
using Xunit;

namespace Actors.Tests.Jobs;

public class JobSpecWireTests
{
    [Fact]
    public void A_job_survives_the_wire() => Property.Holds(Gen.Choose(0, int.MaxValue), seed =>
    {
        var job = Any(new Random(seed));
        var back = JobDefinition.Parser.ParseFrom(job.ToWire().ToByteArray()).ToSpec();

        Assert.Equal(job.ToWire(), back.ToWire());
        Assert.Equal(
            (job.Id, job.Name, job.Runtime, job.Source, job.Output, job.OutputName, job.Limits, job.Retries),
            (back.Id, back.Name, back.Runtime, back.Source, back.Output, back.OutputName, back.Limits, back.Retries));
        Assert.Equal((job.Priority, job.Queue, job.NotBefore, job.Deadline), (back.Priority, back.Queue, back.NotBefore, back.Deadline));
        Assert.Equal(job.Arguments.ToArray(), back.Arguments.ToArray());
        Assert.Equal(job.Inputs.ToArray(), back.Inputs.ToArray());
        Assert.Equal(job.Labels.ToArray(), back.Labels.ToArray());
    });

    [Fact]
    public void What_a_message_leaves_out_is_the_default()
    {
        var job = new JobDefinition { JobId = Id, OutputId = Id, Runtime = "exec", Limits = new LimitsDefinition { WallMs = 5 }, Retries = new RetriesDefinition { Limit = 2 } }.ToSpec();

        Assert.Equal(JobLimits.Default with { Wall = TimeSpan.FromMilliseconds(5) }, job.Limits);
        Assert.Equal(new JobRetries { Limit = 2 }, job.Retries);
        Assert.Equal(("default", null, null), (job.Queue, job.NotBefore, job.Deadline));
        Assert.True(job.Source.IsNone);
    }

    /// <summary>What is wrong, and what the refusal must say of it.</summary>
    public static TheoryData<string, Action<JobDefinition>> Wrong => new()
    {
        { "job_id has 3 bytes", job => job.JobId = ByteString.CopyFromUtf8("abc") },
        { "job_id has 0 bytes", job => job.JobId = ByteString.Empty },
        { "output_id has 17 bytes", job => job.OutputId = ByteString.CopyFrom(new byte[17]) },
        { "source_object has 1 bytes", job => job.SourceObject = ByteString.CopyFromUtf8("x") },
        { "input.object_id has 0 bytes", job => job.Inputs.Add(new InputDefinition { Name = "x" }) },
        { "no time between 1970 and 9999", job => job.NotBeforeUnixMs = -1 },
        { "no time between 1970 and 9999", job => job.DeadlineUnixMs = long.MaxValue },
        { "no duration between 0 and a year", job => job.Limits = new LimitsDefinition { WallMs = long.MaxValue } },
        { "no duration between 0 and a year", job => job.Limits = new LimitsDefinition { CpuMs = -1 } },
        { "no duration between 0 and a year", job => job.Retries = new RetriesDefinition { FirstPauseMs = long.MinValue } },
        { "no duration between 0 and a year", job => job.Retries = new RetriesDefinition { LongestPauseMs = -5 } },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_malformed_field_is_refused_by_name(string problem, Action<JobDefinition> spoil)
    {
        var message = new JobDefinition { JobId = Id, OutputId = Id, Runtime = "exec" };
        spoil(message);

        var refused = Assert.Throws<ActorsException>(message.ToSpec);

        Assert.Equal(ErrorCodes.Invalid, refused.Code);
        Assert.Contains(problem, refused.Message);
    }

    [Fact]
    public void No_bytes_make_it_fail_otherwise() => Property.Holds(Gen.Choose(0, 255).Select(value => (byte)value).ArrayOf(), bytes =>
    {
        try
        {
            JobDefinition.Parser.ParseFrom(bytes).ToSpec();
        }
        catch (Exception refused) when (refused is InvalidProtocolBufferException or ActorsException)
        {
            // Either is told to who sent it.
        }
    });

    private static ByteString Id => ObjectId.New(IdSource.System).ToWire();

    private static JobSpec Any(Random random)
    {
        return new JobSpec
        {
            Id = JobId.New(IdSource.System),
            Output = ObjectId.New(IdSource.System),
            Name = Text(),
            OutputName = Text(),
            Runtime = Text(),
            Source = random.Next(3) switch { 0 => JobSource.None, 1 => JobSource.Inline(Text() + "x"), _ => JobSource.InStore(ObjectId.New(IdSource.System)) },
            Arguments = [.. Many(Text)],
            Inputs = [.. Many(() => new JobInput(Text(), ObjectId.New(IdSource.System)))],
            Limits = random.Next(2) == 0 ? JobLimits.Default : new JobLimits { Wall = Time(), Cpu = Time(), MemoryBytes = Some(), OutputBytes = Some(), DiskBytes = Some(), Files = Some(), Processes = Some() },
            Retries = random.Next(2) == 0 ? JobRetries.None : new JobRetries { Limit = random.Next(100), FirstPause = Time(), LongestPause = Time() },
            Priority = random.Next(-100, 101),
            Queue = Text() + "q",
            NotBefore = random.Next(2) == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(Some()),
            Deadline = random.Next(2) == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(Some()),
            Labels = Many(Text).ToImmutableSortedSet(StringComparer.Ordinal),
        };

        string Text() => new([.. Enumerable.Range(0, random.Next(5)).Select(_ => "aäz€/ "[random.Next(6)])]);
        T[] Many<T>(Func<T> make) => [.. Enumerable.Range(0, random.Next(4)).Select(_ => make())];
        TimeSpan Time() => TimeSpan.FromMilliseconds(Some());
        int Some() => random.Next(1, 1_000_000);
    }
}
