using System.Text;
using Actors.Jobs.Processes;
using Actors.Jobs.Sandboxes;
using Xunit;

namespace Actors.Sandbox.Tests;

public sealed class WorkFolderTests : IDisposable
{
    private readonly string _parent = Directory.CreateTempSubdirectory("actors-work-test-").FullName;

    public void Dispose() => Directory.Delete(_parent, recursive: true);

    [Fact]
    public void What_dead_workers_have_left_is_removed()
    {
        var left = Directory.CreateDirectory(Path.Combine(_parent, "actors-jobs-dead"));
        File.WriteAllText(Path.Combine(left.FullName, "lock"), "");

        using var work = WorkFolder.Create(_parent);

        Assert.False(left.Exists);
    }

    [Fact]
    public void What_living_workers_use_stays()
    {
        using var living = WorkFolder.Create(_parent);
        using var work = WorkFolder.Create(_parent);

        Assert.True(Directory.Exists(living.Root));
    }

    [Fact]
    public void A_link_with_such_a_name_is_not_followed()
    {
        var elsewhere = Directory.CreateDirectory(Path.Combine(_parent, "elsewhere"));
        File.WriteAllText(Path.Combine(elsewhere.FullName, "kept"), "");
        Directory.CreateSymbolicLink(Path.Combine(_parent, "actors-jobs-link"), elsewhere.FullName);

        using var work = WorkFolder.Create(_parent);

        Assert.Equal(["kept"], elsewhere.EnumerateFileSystemInfos().Select(file => file.Name));
    }

    [RootFact]
    public void A_folder_of_another_user_is_not_touched()
    {
        var foreign = Directory.CreateDirectory(Path.Combine(_parent, "actors-jobs-foreign"));
        var target = Path.Combine(_parent, "made-by-root");
        File.CreateSymbolicLink(Path.Combine(foreign.FullName, "lock"), target);
        Assert.Equal(0, LibC.ChangeOwner(Encoding.UTF8.GetBytes(foreign.FullName + "\0"), WorkFolder.Nobody, WorkFolder.Nobody));

        using var work = WorkFolder.Create(_parent);

        Assert.True(foreign.Exists);
        Assert.False(File.Exists(target));
    }
}
