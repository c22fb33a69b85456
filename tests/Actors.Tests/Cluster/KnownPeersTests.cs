using Actors.Cluster;
using Xunit;

namespace Actors.Tests.Cluster;

public sealed class KnownPeersTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string PeersFile => Path.Combine(_folder.Path, "peers");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_folder_without_a_list_knows_nobody() => Assert.Empty(new KnownPeers(_folder.Path).Read());

    [Fact]
    public void The_next_start_reads_what_was_written_last_and_nothing_older()
    {
        new KnownPeers(_folder.Path).Write(["a:1", "b:2"]);
        new KnownPeers(_folder.Path).Write(["c.example:3", "b:2"]);
        Assert.Equal(["c.example:3", "b:2"], new KnownPeers(_folder.Path).Read());
        new KnownPeers(_folder.Path).Write([]);
        Assert.Empty(new KnownPeers(_folder.Path).Read());
    }

    [Fact]
    public void A_list_has_an_end()
    {
        new KnownPeers(_folder.Path).Write(Enumerable.Range(1, 1000).Select(port => $"{new string('h', 253)}:{port}"));
        Assert.Equal(KnownPeers.Most, new KnownPeers(_folder.Path).Read().Count);
    }

    [Fact]
    public void Lines_that_are_no_addresses_are_passed_over_and_a_file_that_is_too_large_is_not_read()
    {
        File.WriteAllLines(PeersFile, ["a:1", "", "akka.tcp://actors@b:2", "c:x", "d:\"4", new string('e', 300) + ":5", "f:6"]);
        Assert.Equal(["a:1", "f:6"], new KnownPeers(_folder.Path).Read());
        File.WriteAllLines(PeersFile, Enumerable.Repeat("a:1", 10_000));
        Assert.Empty(new KnownPeers(_folder.Path).Read());
    }

    [Fact]
    public void A_list_that_cannot_be_read_stands_in_nobodys_way()
    {
        Directory.CreateDirectory(PeersFile);
        Assert.Empty(new KnownPeers(_folder.Path).Read());
    }
}
