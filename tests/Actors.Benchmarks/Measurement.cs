namespace Actors.Benchmarks;

/// <summary>One row: what is measured, in which unit, and a run that gives one figure.</summary>
internal sealed record Measurement(string What, string Unit, Func<Task<double>> Run)
{
    public int Repetitions { get; init; } = 5;

    /// <summary>How long the code runs before the first figure counts: tiered compilation settles within it.</summary>
    public TimeSpan WarmUp { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>What the runs recorded of single operations; null where only the rate is of interest.</summary>
    public Latencies? Latencies { get; init; }

    /// <summary>
    /// The processor time used so far by all processes that take part, and the operations of one run. Unlike a rate, what one operation costs hardly
    /// depends on who else uses the machine.
    /// </summary>
    public (Func<TimeSpan> Used, double Operations)? Cpu { get; init; }

    /// <summary>Warms up, then takes the figures.</summary>
    public async Task<Row> MeasureAsync()
    {
        var clock = TimeProvider.System;
        var start = clock.GetTimestamp();
        do
            await Run();
        while (clock.GetElapsedTime(start) < WarmUp);

        Latencies?.Clear();
        var used = Cpu?.Used();
        var figures = new List<double>();
        for (var i = 0; i < Repetitions; i++)
            figures.Add(await Run());
        var cpu = (Cpu?.Used() - used)?.TotalMicroseconds / (Cpu?.Operations * Repetitions);
        figures.Sort();
        return new Row(What, figures[figures.Count / 2], figures[0], figures[^1], Unit, Latencies?.Percentile(50), Latencies?.Percentile(99), cpu);
    }
}

/// <summary>What came of a measurement; the percentiles are of single operations, in milliseconds.</summary>
internal sealed record Row(
    string What, double Median, double Min, double Max, string Unit, double? P50Milliseconds, double? P99Milliseconds, double? CpuMicroseconds);
