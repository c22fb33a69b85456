using System.Text.RegularExpressions;
using Actors.Cluster.Tests.Processes;
using Xunit;

namespace Actors.Cluster.Tests;

/// <summary>What people copy from must work.</summary>
[Collection(AllInOneCollection.Name)]
public sealed partial class SampleTests(AllInOne one)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task The_example_of_the_README_is_the_sample_that_is_compiled()
    {
        var readme = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "README.md"));
        Assert.Equal(await File.ReadAllTextAsync(Repository.Sample("EmbeddedCluster", "Program.cs")), CSharpBlock().Match(readme).Groups["code"].Value);
    }

    [SandboxFact]
    public async Task The_example_of_the_README_counts_words_on_a_cluster_of_its_own()
    {
        var run = await ActorsProcess.RunProgramAsync("EmbeddedCluster", one.Cluster.Folder, Limit);
        Assert.Equal("be 2\nnot 1\nor 1\nto 2", run.Expect(0).Output.TrimEnd());
    }

    [SandboxFact]
    public async Task A_plain_actor_system_uses_a_cluster_by_its_messages_alone()
    {
        var run = await ActorsProcess.RunProgramAsync("EmbeddedSystem", one.Cluster.Folder, Limit, one.Node.Contact);
        Assert.Equal("put 31 bytes, 1 copies\ngot 'hello from a plain actor system'\njob Completed\nHELLO FROM A PLAIN ACTOR SYSTEM", run.Expect(0).Output.TrimEnd());
    }

    [Fact]
    public async Task MathCloud_is_served_and_called_in_all_ways()
    {
        var run = await ActorsProcess.RunProgramAsync("MathCloud", one.Cluster.Folder, Limit, one.Node.Contact);
        Assert.Equal("14, hello you\n1.4142\n2 3 5 7 11 13 17 19 \n999000\n42\nSystem.ArgumentOutOfRangeException", run.Expect(0).Output.TrimEnd());
    }

    [Fact]
    public async Task The_tour_leads_only_to_files_that_there_are()
    {
        var tour = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "tour.md"));
        var source = Directory.GetFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories).Select(file => file.Replace('\\', '/')).ToList();
        var named = SourceFile().Matches(tour).Select(match => "/" + match.Groups["file"].Value).Distinct().ToList();
        Assert.NotEmpty(named);
        Assert.All(named, name => Assert.Contains(source, file => file.EndsWith(name, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Words_are_counted_by_futures_on_a_cluster_of_its_own()
    {
        var texts = Directory.GetFiles(Repository.Sample("texts"), "state-of-the-union-*.txt");
        var run = await ActorsProcess.RunProgramAsync("WordCountFutures", one.Cluster.Folder, Limit, texts);
        Assert.Equal("the 49701\nof 31947\nand 20091\nto 19807\nin 12170", run.Expect(0).Output.TrimEnd());
    }

    [Theory]
    [InlineData("nofile.txt", "the file 'nofile.txt' does not exist")]
    [InlineData("--connect", "usage: WordCountFutures [--connect HOST:PORT] FILE...")]
    public async Task The_word_count_tells_wrong_usage_in_one_line(string argument, string message)
    {
        var run = await ActorsProcess.RunProgramAsync("WordCountFutures", one.Cluster.Folder, Limit, argument);
        Assert.Equal(message, run.Expect(2).Errors.TrimEnd());
    }

    [GeneratedRegex(@"`(?<file>[\w./]+\.cs)`")]
    private static partial Regex SourceFile();

    [GeneratedRegex(@"^```csharp\n(?<code>.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex CSharpBlock();
}
