using System.Text.RegularExpressions;
using Actors.Cluster.Tests.Processes;
using Xunit;

namespace Actors.Cluster.Tests;

/// <summary>The first thing that a new user runs.</summary>
[Collection(BusyCollection.Name)]
public sealed partial class DemoTests : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60); // the promise, build left out
    private readonly ClusterFolder _folder = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _folder.DisposeAsync().AsTask();

    [Fact]
    public async Task The_demos_counts_are_those_of_an_independent_count_and_its_picture_is_whole()
    {
        var demo = await ActorsProcess.RunAsync(_folder.Folder, Limit, "demo", "--json");
        var document = demo.Json();
        var counted = document.GetProperty("words").EnumerateObject().ToDictionary(word => word.Name, word => word.Value.GetInt64());
        var expected = CountOfAllTexts();
        Assert.Equal(expected.Values.Sum(), document.GetProperty("total").GetInt64());
        Assert.Equal(Lines(expected), Lines(counted));
        AssertPicture([.. document.GetProperty("picture").EnumerateArray().Select(row => row.GetString()!)]);
        AssertProgress(demo.Errors);
    }

    [NoSandboxFact]
    public async Task Where_no_sandbox_works_the_demo_says_so_in_one_line_and_does_its_work_all_the_same()
    {
        var demo = (await ActorsProcess.RunWithinAsync(NoSandboxFactAttribute.Within, _folder.Folder, Limit, "demo")).Expect(0);
        Assert.Matches(@"^actors demo: WARNING: no sandbox works on this machine \(.+\): these jobs run WITHOUT one[^\n]*$", demo.Errors.TrimEnd());
        var lines = demo.Output.Split('\n');
        var words = Array.FindIndex(lines, line => line.EndsWith("the most frequent:", StringComparison.Ordinal));
        var expected = CountOfAllTexts();
        Assert.StartsWith($"{expected.Values.Sum()} words, {expected.Count} different ones, in 8 texts", lines[words]);
        var top = expected.OrderByDescending(word => word.Value).ThenBy(word => word.Key, StringComparer.Ordinal).Take(12);
        Assert.Equal(top.Select(word => $"{word.Value,8}  {word.Key}"), lines[(words + 1)..(words + 13)]);
        AssertPicture([.. lines.TakeLast(24)]);
        AssertProgress(demo.Output);
    }

    private static void AssertProgress(string news)
    {
        Assert.Contains("a cluster of 3 nodes is up", news);
        Assert.Contains("counting the words of the texts (9)", news);
        Assert.Equal(3, Regex.Count(news, @"done in \d+\.\d s"));
    }

    private static void AssertPicture(IReadOnlyList<string> rows)
    {
        Assert.Equal(24, rows.Count);
        Assert.All(rows, row => Assert.Equal(80, row.Length));
        for (var row = 0; row < 12; row++) Assert.Equal(rows[row], rows[23 - row]); // the set is symmetric
        Assert.Contains('@', rows[11]);
        Assert.DoesNotContain('@', rows[0]);
    }

    /// <summary>By another way than the demo's jobs: whole texts, one expression.</summary>
    private static Dictionary<string, long> CountOfAllTexts() => Directory.GetFiles(Repository.Sample("texts"), "*.txt")
        .SelectMany(file => Word().Matches(File.ReadAllText(file)))
        .CountBy(word => word.Value.Replace('’', '\'').ToLowerInvariant())
        .ToDictionary(word => word.Key, word => (long)word.Value);

    private static IEnumerable<string> Lines(Dictionary<string, long> counts) => counts.Select(word => $"{word.Key} {word.Value}").Order(StringComparer.Ordinal);

    [GeneratedRegex(@"\p{L}+(?:['’]\p{L}+)*")]
    private static partial Regex Word();
}
