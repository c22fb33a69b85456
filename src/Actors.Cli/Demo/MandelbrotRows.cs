using System.Globalization;
using Actors.Client;

namespace Actors.Cli.Demo;

/// <summary>The second half of the demo: the acceptance test of the first ComputeCloud, one job a row, points passed in a file, rows in order.</summary>
internal sealed class MandelbrotRows(ComputeCloud cloud, IDemoProgress progress)
{
    private const int Columns = 80;
    private const int Rows = 24;

    public async Task<string> RunAsync(CancellationToken cancel)
    {
        var jobs = new List<CloudJob>();
        for (var row = 0; row < Rows; row++)
        {
            var points = await cloud.AddStringAsync("pts", PointsOf(row), cancel).ConfigureAwait(false);
            jobs.Add(await cloud.AddJobAsync(
                new NewJob($"row {row}", "csharp") { Source = DemoScript.Mandelbrot, Inputs = new NewJobInputs { { "pts", points } } }, cancel).ConfigureAwait(false));
        }

        await progress.TrackAsync("computing the rows of a picture", jobs, job => job.WaitAsync(cancel)).ConfigureAwait(false);
        var rows = new List<string>();
        foreach (var job in jobs) rows.Add(await job.Output.GetStringAsync(cancel).ConfigureAwait(false));
        return string.Concat(rows);
    }

    private static string PointsOf(int row)
    {
        var im = 1.2 - 2.4 * row / (Rows - 1);
        return string.Join(' ', Enumerable.Range(0, Columns).Select(column => string.Create(CultureInfo.InvariantCulture, $"{-2.2 + 3.2 * column / (Columns - 1)} {im}")));
    }
}
