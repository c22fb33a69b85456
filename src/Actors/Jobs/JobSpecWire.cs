using System.Collections.Immutable;
using Actors.Storage;
using Google.Protobuf;

namespace Actors.Jobs;

/// <summary>A job's specification as a message and back. A zero in a message means the default.</summary>
internal static class JobSpecWire
{
    public static JobDefinition ToWire(this JobSpec spec)
    {
        var message = new JobDefinition
        {
            JobId = spec.Id.ToWire(),
            Name = spec.Name,
            Runtime = spec.Runtime,
            Source = spec.Source.Text,
            SourceObject = spec.Source.Stored?.ToWire() ?? ByteString.Empty,
            OutputId = spec.Output.ToWire(),
            OutputName = spec.OutputName,
            Priority = spec.Priority,
            Queue = spec.Queue,
            NotBeforeUnixMs = spec.NotBefore?.ToUnixTimeMilliseconds() ?? 0,
            DeadlineUnixMs = spec.Deadline?.ToUnixTimeMilliseconds() ?? 0,
        };
        message.Arguments.Add(spec.Arguments);
        message.Inputs.Add(spec.Inputs.Select(input => new InputDefinition { Name = input.Name, ObjectId = input.Id.ToWire() }));
        message.Labels.Add(spec.Labels);
        if (spec.Limits != JobLimits.Default)
            message.Limits = ToWire(spec.Limits);
        if (spec.Retries != JobRetries.None)
            message.Retries = ToWire(spec.Retries);
        return message;
    }

    /// <exception cref="ActorsException">It is <see cref="ErrorCodes.Invalid"/>: an id has the wrong length, or a time is out of range.</exception>
    public static JobSpec ToSpec(this JobDefinition message) => new()
    {
        Id = new JobId(IdOf(message.JobId, "job_id")),
        Name = message.Name,
        Runtime = message.Runtime,
        Source = message.SourceObject.IsEmpty
            ? JobSource.Inline(message.Source)
            : JobSource.InStore(new ObjectId(IdOf(message.SourceObject, "source_object"))),
        Arguments = [.. message.Arguments],
        Inputs = [.. message.Inputs.Select(input => new JobInput(input.Name, new ObjectId(IdOf(input.ObjectId, "input.object_id"))))],
        Output = new ObjectId(IdOf(message.OutputId, "output_id")),
        OutputName = message.OutputName,
        Limits = message.Limits is { } limits ? ToLimits(limits) : JobLimits.Default,
        Retries = message.Retries is { } retries ? ToRetries(retries) : JobRetries.None,
        Priority = message.Priority,
        Queue = message.Queue.Length > 0 ? message.Queue : "default",
        NotBefore = TimeOf(message.NotBeforeUnixMs),
        Deadline = TimeOf(message.DeadlineUnixMs),
        Labels = message.Labels.ToImmutableSortedSet(StringComparer.Ordinal),
    };

    private static LimitsDefinition ToWire(JobLimits limits) => new()
    {
        WallMs = (long)limits.Wall.TotalMilliseconds,
        CpuMs = (long)limits.Cpu.TotalMilliseconds,
        MemoryBytes = limits.MemoryBytes,
        OutputBytes = limits.OutputBytes,
        DiskBytes = limits.DiskBytes,
        Files = limits.Files,
        Processes = limits.Processes,
    };

    private static JobLimits ToLimits(LimitsDefinition message)
    {
        var defaults = JobLimits.Default;
        return new JobLimits
        {
            Wall = SpanOf(message.WallMs, defaults.Wall),
            Cpu = SpanOf(message.CpuMs, defaults.Cpu),
            MemoryBytes = message.MemoryBytes != 0 ? message.MemoryBytes : defaults.MemoryBytes,
            OutputBytes = message.OutputBytes != 0 ? message.OutputBytes : defaults.OutputBytes,
            DiskBytes = message.DiskBytes != 0 ? message.DiskBytes : defaults.DiskBytes,
            Files = message.Files != 0 ? message.Files : defaults.Files,
            Processes = message.Processes != 0 ? message.Processes : defaults.Processes,
        };
    }

    private static RetriesDefinition ToWire(JobRetries retries) => new()
    {
        Limit = retries.Limit,
        FirstPauseMs = (long)retries.FirstPause.TotalMilliseconds,
        LongestPauseMs = (long)retries.LongestPause.TotalMilliseconds,
    };

    private static JobRetries ToRetries(RetriesDefinition message) => new()
    {
        Limit = message.Limit,
        FirstPause = SpanOf(message.FirstPauseMs, JobRetries.None.FirstPause),
        LongestPause = SpanOf(message.LongestPauseMs, JobRetries.None.LongestPause),
    };

    // A client's times are its own affair, but must not be able to crash the broker.
    private static DateTimeOffset? TimeOf(long unixMs) => unixMs switch
    {
        0 => null,
        > 0 and < 253_402_300_800_000 => DateTimeOffset.FromUnixTimeMilliseconds(unixMs),
        _ => throw new ActorsException(ErrorCodes.Invalid, $"{unixMs} ms is no time between 1970 and 9999."),
    };

    private static TimeSpan SpanOf(long milliseconds, TimeSpan otherwise) => milliseconds switch
    {
        0 => otherwise,
        > 0 and <= 366L * 24 * 3600 * 1000 => TimeSpan.FromMilliseconds(milliseconds),
        _ => throw new ActorsException(ErrorCodes.Invalid, $"{milliseconds} ms is no duration between 0 and a year."),
    };

    private static UInt128 IdOf(ByteString bytes, string field) => bytes.Length == ObjectId.SizeBytes
        ? ObjectId.FromBytes(bytes.Span).Value
        : throw new ActorsException(ErrorCodes.Invalid, $"{field} has {bytes.Length} bytes; an id has {ObjectId.SizeBytes}.");
}
