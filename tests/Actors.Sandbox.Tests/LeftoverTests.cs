using Actors.Jobs.Processes;
using Xunit;

namespace Actors.Sandbox.Tests;

/// <summary>Each with a worker process of its own, so that what is left is known to be its.</summary>
public class LeftoverTests
{
    public static TheoryData<string> Providers => Boxes.Working;

    [BoxTheory, MemberData(nameof(Providers))]
    public async Task Of_a_killed_worker_nothing_stays(string provider)
    {
        using var worker = new HostProcess([], "hold", provider);
        var folder = await worker.LineAsync();
        var box = ProcessTree.DescendantsOf(worker.Id).Select(LibC.OpenPidFd).Where(descriptor => descriptor >= 0).ToArray();

        await worker.KillAsync();

        Assert.True(box.Length >= 3, "the job, its daemon and the init of its box were to be running"); // and so they did
        Assert.True(Leftovers.WaitForEnd(box, TimeSpan.FromSeconds(10)), "a process of the box lives on");
        using var next = Box.Of(provider); // a worker that starts removes what those before it could not
        Assert.Empty(Leftovers.CgroupsOf(worker.Id));
        Assert.False(Directory.Exists(folder), folder);
        Assert.DoesNotContain(folder!, await File.ReadAllTextAsync("/proc/self/mountinfo"), StringComparison.Ordinal);
    }

    [BoxTheory, MemberData(nameof(Providers))]
    public async Task Of_ended_jobs_no_process_group_or_folder_stays(string provider)
    {
        using var worker = new HostProcess([], "runs", provider);

        Assert.Equal("children 0, groups 0, folders 0", await worker.LineAsync());
    }

    [BoxTheory, MemberData(nameof(Providers))]
    public async Task A_worker_whose_starter_ignores_the_end_of_children_hears_of_it_all_the_same(string provider)
    {
        using var worker = new HostProcess(["/usr/bin/env", "--ignore-signal=CHLD"], "one", provider);

        Assert.Equal("Exit 3", await worker.LineAsync());
    }
}
