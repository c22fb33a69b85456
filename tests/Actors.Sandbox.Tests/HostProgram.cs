using Actors.Jobs.Processes;

namespace Actors.Sandbox.Tests;

/// <summary>
/// What tests run in a process of its own, started by <see cref="HostProcess"/>. <c>hold PROVIDER</c> runs a job that never ends and says so;
/// <c>runs PROVIDER</c> runs jobs that end in many ways and says what is left of them; <c>one PROVIDER</c> says how one job ended.
/// </summary>
internal static class HostProgram
{
    public static int Main(string[] arguments)
    {
        using var box = Box.Of(arguments[1]);
        switch (arguments[0])
        {
            case "hold":
                Hold(box);
                break;
            case "runs":
                Runs(box);
                break;
            case "one":
                var run = box.Shell("exit 3");
                Console.WriteLine($"{run.Verdict} {run.Report.Exit.Code}");
                break;
        }

        return 0;
    }

    private static void Hold(Box box)
    {
        using var order = new BoxOrder();
        var said = new Thread(() =>
        {
            SpinWait.SpinUntil(() => order.Progress.Fraction > 0);
            Console.WriteLine(box.Folder);
        })
        { IsBackground = true };
        said.Start();
        box.Shell("setsid sleep 1000 & echo '#progress 0.5 running' >&2; sleep 1000", new() { Wall = TimeSpan.FromMinutes(10) }, order: order);
    }

    private static void Runs(Box box)
    {
        var limits = new Jobs.JobLimits { Wall = TimeSpan.FromSeconds(1), OutputBytes = 1 << 20, Processes = 40 };
        string[] scripts = ["echo fine", "exit 7", "kill -9 $$", "sleep 1000 & exec sleep 1000", "cat /dev/zero", "setsid sleep 1000 & echo started", "sleep 1000 & kill -9 $$"];
        for (var i = 0; i < 2; i++)
        {
            foreach (var script in scripts)
                box.Shell(script, limits);
        }

        box.Shell("echo last", limits); // whose start takes away what was busy
        var groups = Leftovers.CgroupsOf(Environment.ProcessId).Count(folder => Path.GetFileName(folder).StartsWith("box-", StringComparison.Ordinal));
        Console.WriteLine($"children {ProcessTree.DescendantsOf(Environment.ProcessId).Count}, groups {(groups <= GroupsOfOneBox ? 0 : groups)}, folders {Directory.GetDirectories(box.Folder, "box-*").Length}");
    }

    // That of the last box may still be busy; version 1 has three.
    private const int GroupsOfOneBox = 3;
}
