namespace Actors.Benchmarks;

/// <summary>One row: what is measured, in which unit, and a run that gives one figure.</summary>
internal sealed record Measurement(string What, string Unit, Func<Task<double>> Run)
{
    public int Repetitions { get; init; } = 5;

    /// <summary>How long the code runs before the first figure counts: tiered compilation settles within it.</summary>
    public TimeSpan WarmUp { get; init; } = TimeSpan.FromSeconds(2);
}

/// <summary>Runs measurements and prints each as a line of a Markdown table.</summary>
internal static class Report
{
    public static void Header(TextWriter output)
    {
        output.WriteLine("| what | median | min | max | unit |");
        output.WriteLine("|---|---:|---:|---:|---|");
    }

    public static async Task RunAsync(Measurement measurement, TextWriter output)
    {
        var clock = TimeProvider.System;
        var start = clock.GetTimestamp();
        do
            await measurement.Run();
        while (clock.GetElapsedTime(start) < measurement.WarmUp);

        var figures = new List<double>();
        for (var i = 0; i < measurement.Repetitions; i++)
            figures.Add(await measurement.Run());
        figures.Sort();
        output.WriteLine($"| {measurement.What} | {Text(figures[figures.Count / 2])} | {Text(figures[0])} | {Text(figures[^1])} | {measurement.Unit} |");
    }

    private static string Text(double figure) => figure >= 100 ? figure.ToString("N0") : figure.ToString("0.###");
}
