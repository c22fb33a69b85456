using Actors.Client;

namespace Actors.Cli.Demo;

/// <summary>The first half of the demo: one map job a text, one reduce job that waits for all of them.</summary>
internal sealed class WordCount(ComputeCloud cloud, IDemoProgress progress)
{
    /// <returns>All words with their counts, most frequent first.</returns>
    public async Task<IReadOnlyList<(string Word, long Count)>> RunAsync(IReadOnlyList<string> files, CancellationToken cancel)
    {
        var texts = await PutAsync(files, cancel).ConfigureAwait(false);
        var maps = new List<CloudJob>();
        foreach (var text in texts)
        {
            maps.Add(await cloud.AddJobAsync(
                new NewJob($"count {text.Name}", "csharp") { Source = DemoScript.Map, Inputs = new NewJobInputs { { "text", text } } }, cancel).ConfigureAwait(false));
        }

        // Submitted at once: it waits for the outputs of the others by itself.
        var inputs = new NewJobInputs();
        for (var part = 0; part < maps.Count; part++) inputs.Add($"counts-{part}", maps[part].Output);
        var reduce = await cloud.AddJobAsync(new NewJob("add up", "csharp") { Source = DemoScript.Reduce(maps.Count), Inputs = inputs }, cancel).ConfigureAwait(false);

        await progress.TrackAsync("counting the words of the texts", [.. maps, reduce], job => job.WaitAsync(cancel)).ConfigureAwait(false);
        return Parse(await reduce.Output.GetStringAsync(cancel).ConfigureAwait(false));
    }

    internal static IReadOnlyList<(string Word, long Count)> Parse(string output) =>
        [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')).Select(fields => (fields[1], long.Parse(fields[0])))];

    private async Task<IReadOnlyList<CloudObject>> PutAsync(IReadOnlyList<string> files, CancellationToken cancel)
    {
        var texts = new CloudObject[files.Count];
        await progress.TrackAsync(
            "putting the texts into the store",
            [.. Enumerable.Range(0, files.Count)],
            async i => texts[i] = await cloud.AddFileAsync(Path.GetFileName(files[i]), files[i], cancel).ConfigureAwait(false)).ConfigureAwait(false);
        return texts;
    }
}
