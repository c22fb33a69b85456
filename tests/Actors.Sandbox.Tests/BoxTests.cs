using Xunit;
using Xunit.Abstractions;

namespace Actors.Sandbox.Tests;

public class BoxTests(ITestOutputHelper o)
{
    [Theory]
    [InlineData("bubblewrap", true)]
    [InlineData("bubblewrap", false)]
    [InlineData("namespaces", true)]
    [InlineData("namespaces", false)]
    [InlineData("none", false)]
    public void Try(string p, bool cg)
    {
        using var box = Box.Of(p, cg);
        o.WriteLine($"{box.Missing} {box.Choice.Cgroups} {box.Choice.Sandbox?.Weakness}");
        foreach (var s in new[] { "id; pwd; ls /; cat /proc/1/cmdline | tr '\\0' ' '; env; ls -la /net /proc/self/fd; ls /tmp /job; echo hi > /net/x; echo hi>/x; grep -E 'Seccomp|Cap|NoNew' /proc/self/status; mount; cat /proc/sys/user/max_user_namespaces; ip addr; unshare -Ur id; echo 0 > /proc/sys/kernel/panic; ls -l /proc/sys/kernel/panic; dmesg", "exit 3", "kill -9 $$", "sleep 20", "cat /dev/zero", "exit 137" })
        {
            var r = box.Shell(s, new Actors.Jobs.JobLimits { Wall = TimeSpan.FromSeconds(2), OutputBytes = 1 << 20, MemoryBytes = 128L << 20, DiskBytes = 32L << 20, Files = 1000, Cpu = TimeSpan.FromSeconds(1) });
            o.WriteLine($"---- {r.Verdict} {r.Signal} {r.Reason} wall {r.Report.Wall.TotalMilliseconds} cpu {r.Report.Cpu.TotalMilliseconds} peak {r.Report.PeakBytes} exit {r.Report.Exit} {r.Report.SetupFailure}");
            if (r.Output.Length < 20000) o.WriteLine(r.Output);
            o.WriteLine(r.Errors);
        }
        foreach (var s in new[] { "x='a'*400000000\nprint(len(x))", "import os\nwhile True: os.fork()", "while True: pass", "import os\nfor i in range(60000): open('/tmp/%d'%i,'w').close()\nprint('all')", "open('/tmp/x','wb').write(b'x'*50000000)" })
        {
            var r = box.Python(s, new Actors.Jobs.JobLimits { Wall = TimeSpan.FromSeconds(2), OutputBytes = 1 << 20, MemoryBytes = 128L << 20, DiskBytes = 32L << 20, Files = 1000, Cpu = TimeSpan.FromSeconds(1) });
            o.WriteLine($"---- {s[..15]} {r.Verdict} {r.Signal} {r.Reason} wall {r.Report.Wall.TotalMilliseconds} cpu {r.Report.Cpu.TotalMilliseconds} peak {r.Report.PeakBytes} exit {r.Report.Exit} {r.Report.SetupFailure}");
            o.WriteLine(r.Errors.Length > 300 ? r.Errors[..300] : r.Errors);
        }
        var sw = System.Diagnostics.Stopwatch.StartNew();
        for (var i = 0; i < 50; i++) box.Run(["/bin/true"]);
        o.WriteLine($"{50 / sw.Elapsed.TotalSeconds}/s");
    }
}
