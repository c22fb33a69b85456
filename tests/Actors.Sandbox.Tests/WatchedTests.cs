using Actors.Jobs;
using Xunit;

namespace Actors.Sandbox.Tests;

/// <summary>The same limits where there are no control groups, for example for an ordinary user: they are watched.</summary>
public sealed class WatchedTests : IDisposable
{
    private static readonly JobLimits Small = new() { Wall = TimeSpan.FromSeconds(20), MemoryBytes = 64L << 20, DiskBytes = 512L << 20 };
    private Box? _box;

    public static TheoryData<string> Providers => Boxes.Working;

    public void Dispose() => _box?.Dispose();

    [BoxTheory, MemberData(nameof(Providers))]
    public void Files_in_memory_count_as_memory(string provider)
    {
        Assert.Equal(JobVerdict.Memory, Watched(provider).Shell("head -c 200000000 /dev/zero > /tmp/a; sleep 30", Small).Verdict);
        Assert.Equal(JobVerdict.Memory, _box!.Shell("head -c 50000000 /dev/zero > /dev/shm/a; head -c 50000000 /dev/zero > /tmp/b; sleep 30", Small).Verdict);
    }

    [BoxTheory, MemberData(nameof(Providers))]
    public void As_many_processes_as_are_allowed_can_run(string provider)
    {
        var run = Watched(provider).Shell("for i in 1 2 3; do sleep 1 & done; wait; echo fine", Small with { Processes = 4 });

        Assert.Equal((JobVerdict.Ok, "fine\n"), (run.Verdict, run.Output));
    }

    [ProviderSystemCallFact("bubblewrap")]
    public void Memory_that_no_process_shows_cannot_be_had()
    {
        const string script = """
            import ctypes, os
            c = ctypes.CDLL(None, use_errno=True)
            for number, args in [(319, (b'x', 0)), (29, (0, 4096, 0o1600)), (447, (0,))]:
                ctypes.set_errno(0); result = c.syscall(number, *args); print(result, os.strerror(ctypes.get_errno()))
            """;
        var lines = Watched("bubblewrap").Python(script).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(Enumerable.Repeat("-1 Function not implemented", 3), lines);
    }

    private Box Watched(string provider) => _box = Box.Of(provider, withCgroups: false);
}
