using Actors.Cluster;
using Xunit;

namespace Actors.Tests.Cluster;

public sealed class NodeIdentityTests : IDisposable
{
    private readonly TemporaryFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public void The_id_is_made_once_and_kept()
    {
        string first;
        using (var identity = NodeIdentity.Open(_data.Path, "storage-1", IdSource.System))
            first = identity.NodeId;

        using var again = NodeIdentity.Open(_data.Path, "storage-1", IdSource.System);
        Assert.Equal(first, again.NodeId);
        Assert.Equal("node-" + first, again.Role);
        Assert.Equal("storage-1", again.Name);
    }

    [Fact]
    public void Two_folders_have_two_ids()
    {
        using var one = NodeIdentity.Open(_data.Path, "a", IdSource.System);
        using var two = NodeIdentity.Open(_data.Path, "b", IdSource.System);
        Assert.NotEqual(one.NodeId, two.NodeId);
    }

    [Fact]
    public void A_second_holder_is_told_the_folder_and_the_pid_of_the_first()
    {
        using var holder = NodeIdentity.Open(_data.Path, "storage-1", IdSource.System);

        var refused = Assert.Throws<ActorsException>(() => NodeIdentity.Open(_data.Path, "storage-1", IdSource.System));

        Assert.Equal(ErrorCodes.InUse, refused.Code);
        Assert.Contains(holder.Folder, refused.Message);
        Assert.Contains($"process {Environment.ProcessId}", refused.Message);
    }

    [Fact]
    public void Without_a_name_the_lowest_free_number_is_taken()
    {
        using var first = NodeIdentity.OpenFirstFree(_data.Path, "worker", IdSource.System);
        using (var second = NodeIdentity.OpenFirstFree(_data.Path, "worker", IdSource.System))
            Assert.Equal("worker-2", second.Name);

        using var again = NodeIdentity.OpenFirstFree(_data.Path, "worker", IdSource.System);
        Assert.Equal("worker-1", first.Name);
        Assert.Equal("worker-2", again.Name);
    }

    [Fact]
    public void A_damaged_id_is_refused_and_not_replaced()
    {
        NodeIdentity.Open(_data.Path, "n", IdSource.System).Dispose();
        var file = Path.Combine(_data.Path, "n", "node-id");
        File.WriteAllText(file, "garbage");

        Assert.Throws<ActorsException>(() => NodeIdentity.Open(_data.Path, "n", IdSource.System));
        Assert.Equal("garbage", File.ReadAllText(file));
    }

    [Theory]
    [InlineData("../escape")]
    [InlineData("a/b")]
    [InlineData(".hidden")]
    public void A_name_that_is_no_plain_folder_name_is_refused(string name) =>
        Assert.Throws<ActorsException>(() => NodeIdentity.Open(_data.Path, name, IdSource.System));

    [Fact]
    public void A_lock_that_cannot_be_opened_is_told_instead_of_taken_for_held()
    {
        Directory.CreateDirectory(Path.Combine(_data.Path, "storage-1", "lock"));
        Assert.Equal(ErrorCodes.Invalid, Assert.Throws<ActorsException>(() => NodeIdentity.OpenFirstFree(_data.Path, "storage", IdSource.System)).Code);
    }
}
