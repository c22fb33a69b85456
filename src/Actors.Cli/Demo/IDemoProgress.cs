using Spectre.Console;

namespace Actors.Cli.Demo;

/// <summary>Shows how far the demo is.</summary>
internal interface IDemoProgress
{
    /// <summary>Does the work for all items at once and counts those that are done; the first failure is thrown.</summary>
    Task TrackAsync<T>(string phase, IReadOnlyList<T> items, Func<T, Task> work);
}

/// <summary>A bar on a terminal.</summary>
internal sealed class TerminalProgress(IAnsiConsole console) : IDemoProgress
{
    public Task TrackAsync<T>(string phase, IReadOnlyList<T> items, Func<T, Task> work) => console.Progress()
        .Columns(new SpinnerColumn(), new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
        .StartAsync(async context =>
        {
            var bar = context.AddTask(phase, maxValue: items.Count);
            await ItemsAsync(items, work, () => bar.Increment(1)).ConfigureAwait(false);
        });

    internal static async Task ItemsAsync<T>(IReadOnlyList<T> items, Func<T, Task> work, Action done)
    {
        async Task OneAsync(T item)
        {
            await work(item).ConfigureAwait(false);
            done();
        }

        await Task.WhenAll(items.Select(OneAsync)).ConfigureAwait(false);
    }
}

/// <summary>A line at the beginning and the end of each phase, for a pipe or a log.</summary>
internal sealed class LineProgress(TextWriter output, TimeProvider time) : IDemoProgress
{
    public async Task TrackAsync<T>(string phase, IReadOnlyList<T> items, Func<T, Task> work)
    {
        output.WriteLine($"{phase} ({items.Count})");
        var began = time.GetTimestamp();
        await TerminalProgress.ItemsAsync(items, work, () => { }).ConfigureAwait(false);
        output.WriteLine($"  done in {time.GetElapsedTime(began).TotalSeconds:0.0} s");
    }
}
