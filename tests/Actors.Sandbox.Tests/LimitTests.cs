using System.Diagnostics;
using Actors.Jobs;
using Actors.Jobs.Processes;
using Actors.Jobs.Sandboxes;
using Xunit;

namespace Actors.Sandbox.Tests;

/// <summary>What a job tries in order to use more than it may. After each, nothing of it is left. Numbers are those of the list of bad jobs.</summary>
public class LimitTests
{
    private static readonly JobLimits Small = new()
    {
        Wall = TimeSpan.FromSeconds(1),
        Cpu = TimeSpan.FromSeconds(5),
        MemoryBytes = 64L << 20,
        OutputBytes = 1 << 20,
        DiskBytes = 16L << 20,
        Files = 500,
        Processes = 40,
    };

    public static TheoryData<string> Providers => Boxes.Working;

    [BoxTheory, MemberData(nameof(Providers))]
    public void Sleeping_too_long_is_time(string provider) => Expect(JobVerdict.Time, Boxes.Of(provider).Shell("trap '' TERM INT HUP; sleep 100", Small)); // 4, 5

    [BoxTheory, MemberData(nameof(Providers))]
    public void Stopping_oneself_is_time(string provider) => Expect(JobVerdict.Time, Boxes.Of(provider).Shell("kill -STOP $$; sleep 100", Small)); // 6

    [BoxTheory, MemberData(nameof(Providers))]
    public void Computing_too_long_is_cpu(string provider) =>
        Expect(JobVerdict.Cpu, Boxes.Of(provider).Shell("while :; do :; done", Small with { Wall = TimeSpan.FromSeconds(20), Cpu = TimeSpan.FromSeconds(1) })); // 3

    [BoxTheory, MemberData(nameof(Providers))]
    public void Endless_output_is_output_and_is_cut(string provider)
    {
        var run = Boxes.Of(provider).Shell("cat /dev/zero", Small with { Wall = TimeSpan.FromSeconds(20) }); // 16, 18

        Expect(JobVerdict.Output, run);
        Assert.Equal(Small.OutputBytes, run.Output.Length);
    }

    [BoxTheory, MemberData(nameof(Providers))]
    public void Endless_stderr_is_output(string provider) =>
        Expect(JobVerdict.Output, Boxes.Of(provider).Shell("cat /dev/zero >&2", Small with { Wall = TimeSpan.FromSeconds(20) })); // 17

    [BoxTheory, MemberData(nameof(Providers))]
    public void Too_many_files_are_disk_or_an_error_of_the_job(string provider) => MakeManyFiles(provider, "/tmp");

    [BoxTheory, MemberData(nameof(Providers))]
    public void Files_in_shared_memory_count_as_well(string provider) => MakeManyFiles(provider, "/dev/shm");

    private static void MakeManyFiles(string provider, string folder)
    {
        var run = Boxes.Of(provider).Shell(
            $"i=0; while [ $i -lt 60000 ]; do : > {folder}/$i || exit 9; i=$((i+1)); done; echo ALL", Small with { Wall = TimeSpan.FromSeconds(20) }); // 24

        Assert.DoesNotContain("ALL", run.Output, StringComparison.Ordinal);
        Assert.True(run.Verdict is JobVerdict.Disk or JobVerdict.Exit, run.Reason);
    }

    [BoxTheory, MemberData(nameof(Providers))]
    public void A_full_disk_is_the_jobs_own(string provider)
    {
        var run = Boxes.Of(provider).Shell("head -c 100000000 /dev/zero > /tmp/a; head -c 100000000 /dev/zero > /dev/shm/b; du -cm /tmp | tail -1", Small with { Wall = TimeSpan.FromSeconds(20), MemoryBytes = 256L << 20 });

        Assert.InRange(int.Parse(run.Output.Split('\t')[0]), 1, 17); // 14, 22, 23
    }

    [BoxTheory, MemberData(nameof(Providers))]
    public void A_fork_bomb_is_held_and_gone(string provider)
    {
        var mark = $"bomb-{Guid.NewGuid():N}";
        var run = Boxes.Of(provider).Shell($"bomb() {{ bomb | bomb & }}; bomb; sleep 30; : {mark}", Small); // 1

        Assert.NotEqual(JobVerdict.Ok, run.Verdict);
        Assert.InRange(run.Report.Wall.TotalSeconds, 0, 4);
        AssertGone(mark);
    }

    [BoxTheory, MemberData(nameof(Providers))]
    public void Daemons_end_with_the_job(string provider)
    {
        var mark = $"job-{Guid.NewGuid():N}";
        var run = Boxes.Of(provider).Shell($"setsid sh -c 'sleep 1000; echo {mark}' & nohup sh -c 'sleep 1000; echo {mark}' >/dev/null 2>&1 & echo started", Small); // 7

        Assert.Equal((JobVerdict.Ok, "started\n"), (run.Verdict, run.Output));
        AssertGone(mark);
    }

    [PythonBoxTheory, MemberData(nameof(Providers))]
    public void Using_too_much_memory_is_memory_or_the_jobs_own_error(string provider)
    {
        var run = Boxes.Of(provider).Python("a = []\nwhile True: a.append(bytearray(1 << 20))", Small with { Wall = TimeSpan.FromSeconds(20) }); // 11

        Assert.True(run.Verdict == JobVerdict.Memory || run.Errors.Contains("MemoryError", StringComparison.Ordinal), run.Reason + run.Errors);
    }

    [BoxTheory, MemberData(nameof(Providers))]
    public void Exit_codes_that_look_like_kills_are_neither_memory_nor_time(string provider)
    {
        Assert.True(Boxes.Of(provider).Shell("exit 137", Small).Verdict is JobVerdict.Signal or JobVerdict.Exit); // 21
        Assert.True(Boxes.Of(provider).Shell("exit 143", Small).Verdict is JobVerdict.Signal or JobVerdict.Exit);
        Assert.Equal(JobVerdict.Exit, Boxes.Of(provider).Shell("exit 3", Small).Verdict);
    }

    [BoxTheory, MemberData(nameof(Providers))]
    public void Words_and_exit_codes_like_those_of_a_broken_box_are_the_jobs_own(string provider)
    {
        Expect(JobVerdict.Exit, Boxes.Of(provider).Shell("exit 125", Small));
        Expect(JobVerdict.Exit, Boxes.Of(provider).Shell("echo 'bwrap: no permission' >&2; exit 1", Small));
        Expect(JobVerdict.Ok, Boxes.Of(provider).Shell("echo 'unshare: no permission' >&2", Small));
        Expect(JobVerdict.Exit, Boxes.Of(provider).Run(["/no/such/program"], Small));
    }

    [BoxTheory, MemberData(nameof(Providers))]
    public void A_box_that_cannot_be_built_is_no_failure_of_the_job(string provider)
    {
        var run = Boxes.Of(provider).Run(["/bin/echo", "never"], Small, mount: new BoxMount("/no/such/folder", "/host"));

        Expect(JobVerdict.Sandbox, run);
        Assert.Empty(run.Output);
    }

    [BoxTheory, MemberData(nameof(Providers))]
    public void An_order_ends_a_running_job_at_once(string provider)
    {
        using var order = new BoxOrder();
        var ordered = 0L;
        var other = new Thread(() =>
        {
            SpinWait.SpinUntil(() => order.Progress.Fraction > 0, TimeSpan.FromSeconds(20));
            ordered = Stopwatch.GetTimestamp();
            order.Kill("no longer wanted");
        });
        other.Start();
        var run = Boxes.Of(provider).Shell("trap '' TERM INT HUP; echo '#progress 0.5 running' >&2; sleep 100", Small with { Wall = TimeSpan.FromSeconds(60) }, order: order);

        Expect(JobVerdict.Cancelled, run);
        Assert.InRange(Stopwatch.GetElapsedTime(ordered).TotalSeconds, 0, 2);
        other.Join();
    }

    [BoxTheory, MemberData(nameof(Providers))]
    public void What_is_to_stand_still_or_to_end_before_it_starts_does_not_start(string provider)
    {
        using var order = new BoxOrder();
        order.Suspend();
        var other = new Thread(() => order.Kill("no longer wanted"));
        other.Start();

        Assert.Throws<OperationCanceledException>(() => Boxes.Of(provider).Shell("sleep 100", order: order));
        other.Join();
    }

    [BoxTheory, MemberData(nameof(Providers))]
    public void The_next_job_works_and_nothing_is_left_behind(string provider)
    {
        var before = Directory.GetFiles("/proc/self/fd").Length;
        for (var i = 0; i < 10; i++)
            Assert.Equal("fine\n", Boxes.Of(provider).Shell("echo fine").Output);

        Assert.InRange(Directory.GetFiles("/proc/self/fd").Length, 0, before + 5);
    }

    private static void AssertGone(string mark) =>
        Assert.DoesNotContain(Directory.GetDirectories("/proc").Select(CommandLineOf), line => line.Contains(mark, StringComparison.Ordinal));

    private static void Expect(JobVerdict verdict, BoxRun run) => Assert.True(run.Verdict == verdict, $"{run.Verdict} instead of {verdict}: {run.Reason} {run.Errors}");

    private static string CommandLineOf(string process)
    {
        try
        {
            return File.ReadAllText(process + "/cmdline");
        }
        catch (IOException)
        {
            return "";
        }
        catch (UnauthorizedAccessException)
        {
            return "";
        }
    }
}
