using System.Text;

namespace Actors.Jobs;

/// <summary>What makes a job acceptable, checked by the client before sending and by the broker on receipt.</summary>
internal static class JobSpecRules
{
    // A message has 128,000 bytes; the rest is for epochs, addresses and names around the definition.
    private const int MaxDefinitionBytes = 120_000;

    // Each of these may be used up, but not all of them by one job.
    private const int MaxInputs = 1_000;
    private const int MaxNameBytes = 255; // what a file name may have
    private const int MaxInputNameBytesTotal = 24 << 10;
    private const int MaxArguments = 256;
    private const int MaxArgumentBytesTotal = 16 << 10;
    private const int MaxLabels = 16;
    private const int MaxLabelLength = 64;
    private const int MaxPriority = 100;
    private const int MaxRetries = 100;
    private const long MinMemoryBytes = 16L << 20;

    public static readonly string[] Runtimes = ["csharp", "python", "exec"];

    /// <summary>The first thing that is wrong, or null.</summary>
    /// <param name="job">The job.</param>
    /// <param name="most">The largest limits that it may ask for; null where only the cluster knows.</param>
    public static string? FirstProblem(JobSpec job, JobLimits? most = null) =>
        Identity(job) ?? Program(job) ?? Inputs(job) ?? Limits(job.Limits, most ?? JobLimits.Largest) ?? Placement(job) ?? Size(job);

    private static string? Identity(JobSpec job)
    {
        if (job.Id == default)
            return "the job id is missing.";
        if (job.Output == default)
            return "the output id is missing.";
        if (Encoding.UTF8.GetByteCount(job.Name) > MaxNameBytes || HasControl(job.Name))
            return $"the name must have at most {MaxNameBytes} bytes and no control characters.";
        if (Encoding.UTF8.GetByteCount(job.OutputName) > MaxNameBytes || HasControl(job.OutputName))
            return $"the output name must have at most {MaxNameBytes} bytes and no control characters.";
        return null;
    }

    private static string? Program(JobSpec job)
    {
        if (!Runtimes.Contains(job.Runtime))
            return $"unknown runtime '{job.Runtime}'; there are {string.Join(", ", Runtimes)}.";
        if (job.Source.Text.Length > JobSource.MaxInlineBytes)
            return $"the source has {job.Source.Text.Length} bytes; above {JobSource.MaxInlineBytes} put it into the store and name its object.";
        if (job.Source.IsNone && (job.Runtime != "exec" || job.Arguments.IsEmpty))
            return job.Runtime == "exec" ? "neither a source nor a program to run is given." : $"the source of the {job.Runtime} program is empty.";
        if (job.Arguments.Length > MaxArguments || job.Arguments.Sum(Encoding.UTF8.GetByteCount) > MaxArgumentBytesTotal)
            return $"at most {MaxArguments} arguments with {MaxArgumentBytesTotal} bytes in all are allowed.";
        return job.Arguments.Any(argument => argument.Contains('\0')) ? "an argument holds a NUL character." : null;
    }

    private static string? Inputs(JobSpec job)
    {
        if (job.Inputs.Length > MaxInputs || job.Inputs.Sum(input => Encoding.UTF8.GetByteCount(input.Name)) > MaxInputNameBytesTotal)
            return $"at most {MaxInputs} inputs with {MaxInputNameBytesTotal} bytes of names are allowed.";
        foreach (var input in job.Inputs)
        {
            if (FileNameProblem(input.Name) is { } problem)
                return $"input name '{Printable(input.Name)}' {problem}.";
            if (input.Id == default)
                return $"input '{input.Name}' has no object id.";
            if (input.Id == job.Output)
                return $"input '{input.Name}' is the job's own output.";
        }

        return job.Source.Stored == job.Output ? "its source is its own output." : null;
    }

    private static string? FileNameProblem(string name) => name switch
    {
        "" => "is empty",
        "." or ".." => "is no file name",
        _ when name.AsSpan().ContainsAny('/', '\\') => "holds a path separator",
        _ when HasControl(name) => "holds a control character",
        _ when Encoding.UTF8.GetByteCount(name) > MaxNameBytes => $"is longer than {MaxNameBytes} bytes",
        _ => null,
    };

    private static string? Limits(JobLimits limits, JobLimits most) =>
        Limit("wall", limits.Wall, TimeSpan.FromTicks(1), most.Wall) ?? Limit("cpu", limits.Cpu, TimeSpan.FromTicks(1), most.Cpu)
        ?? Limit("memory", limits.MemoryBytes, MinMemoryBytes, most.MemoryBytes) ?? Limit("output", limits.OutputBytes, 1, most.OutputBytes)
        ?? Limit("disk", limits.DiskBytes, 1, most.DiskBytes) ?? Limit("files", limits.Files, 1, most.Files)
        ?? Limit("processes", limits.Processes, 1, most.Processes);

    private static string? Limit<T>(string name, T value, T least, T most)
        where T : IComparable<T>
    {
        if (value.CompareTo(least) < 0)
            return value is TimeSpan ? $"limit {name} is {value}; it must be above 0." : $"limit {name} is {value}; it must be at least {Readable(least)}.";
        return value.CompareTo(most) > 0 ? $"limit {name} is {value}; it must be at most {Readable(most)} (actors.jobs.max-limits.{name})." : null;
    }

    /// <summary>Bytes as one would write them: only sizes are that long.</summary>
    private static string Readable<T>(T limit) => limit switch
    {
        long bytes when bytes >= 1 << 30 && bytes % (1 << 30) == 0 => $"{bytes >> 30}GiB",
        long bytes when bytes >= 1 << 20 && bytes % (1 << 20) == 0 => $"{bytes >> 20}MiB",
        _ => $"{limit}",
    };

    private static string? Placement(JobSpec job)
    {
        if (job.Priority is < -MaxPriority or > MaxPriority)
            return $"priority {job.Priority} is not within -{MaxPriority} and {MaxPriority}.";
        if (job.Retries.Limit is < 0 or > MaxRetries)
            return $"retries {job.Retries.Limit} is not within 0 and {MaxRetries}.";
        if (job.Retries.FirstPause < TimeSpan.Zero || job.Retries.LongestPause < TimeSpan.Zero)
            return "a pause between retries is negative.";
        if (FileNameProblem(job.Queue) is { } problem)
            return $"queue '{Printable(job.Queue)}' {problem}.";
        if (job.Labels.Count > MaxLabels || job.Labels.Any(label => label.Length is 0 or > MaxLabelLength || HasControl(label)))
            return $"at most {MaxLabels} labels of 1 to {MaxLabelLength} printable characters are allowed.";
        return job.Deadline <= job.NotBefore ? "the deadline is not after not-before." : null;
    }

    private static string? Size(JobSpec job) => job.ToWire().CalculateSize() is > MaxDefinitionBytes and var bytes
        ? $"source, arguments, inputs and labels make {bytes} bytes; at most {MaxDefinitionBytes} fit into a message. Put the source into the store and name its object."
        : null;

    private static bool HasControl(string text) => text.Any(char.IsControl);

    private static string Printable(string text) =>
        string.Concat(text.Take(64).Select(character => char.IsControl(character) ? '?' : character));
}
