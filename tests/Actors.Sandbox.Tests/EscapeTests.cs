using System.Net;
using System.Net.Sockets;
using Actors.Jobs;
using Actors.Jobs.Sandboxes;
using Xunit;

namespace Actors.Sandbox.Tests;

/// <summary>What a job tries in order to see or change its host. Numbers are those of the list of bad jobs.</summary>
public class EscapeTests
{
    public static TheoryData<string> Providers => Boxes.Working;

    [BoxTheory, MemberData(nameof(Providers))]
    public void The_system_and_the_inputs_are_read_only(string provider)
    {
        var run = Boxes.Of(provider).Shell("for f in /x /usr/x /etc/x /net/x /net/text /job/x /dev/x /proc/sys/kernel/core_pattern; do echo x > $f && echo WROTE $f; done; cat /net/text", inputs: Text("input"));

        Assert.Equal("input", run.Output);
    }

    [BoxTheory, MemberData(nameof(Providers))]
    public void The_secrets_of_the_host_are_not_there(string provider)
    {
        Environment.SetEnvironmentVariable("ACTORS_TEST_SECRET", "s3cret"); // 39
        var run = Boxes.Of(provider).Shell("cat /etc/shadow /root/.ssh/id_rsa /proc/*/environ /proc/*/cmdline 2>/dev/null; env; ls /home /root /var /work /opt 2>/dev/null");

        Assert.DoesNotContain("s3cret", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("actors-jobs-", run.Output, StringComparison.Ordinal); // a host path
        Assert.DoesNotContain("root:", run.Output, StringComparison.Ordinal);
    }

    [BoxTheory, MemberData(nameof(Providers))]
    public void How_the_host_was_started_is_not_told(string provider) =>
        Assert.Equal("0", Boxes.Of(provider).Shell("cat /proc/cmdline /proc/keys 2>/dev/null | wc -c").Output.Trim());

    [BoxTheory, MemberData(nameof(Providers))]
    public void No_descriptor_but_its_own_is_open(string provider)
    {
        var run = Boxes.Of(provider).Shell("ls /proc/self/fd");

        Assert.Equal(["0", "1", "2", "3"], run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)); // 3 is ls's own
    }

    [BoxTheory, MemberData(nameof(Providers))]
    public void It_sees_no_process_but_its_own_and_kills_none(string provider)
    {
        var run = Boxes.Of(provider).Shell("kill -9 1; kill -9 -1; echo alive; ls -d /proc/[0-9]* | wc -l"); // 8

        var lines = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("alive", lines[0]);
        Assert.InRange(int.Parse(lines[1]), 1, 6);
    }

    [BoxTheory, MemberData(nameof(Providers))]
    public void It_has_no_rights_and_gains_none(string provider)
    {
        var run = Boxes.Of(provider).Shell("grep -E 'CapEff|CapBnd|NoNewPrivs' /proc/self/status; unshare -Ur true && echo NESTED; mount -t tmpfs x /tmp && echo MOUNTED; chroot / true && echo CHROOT");

        Assert.Equal("CapEff:\t0000000000000000\nCapBnd:\t0000000000000000\nNoNewPrivs:\t1\n", run.Output); // 45
    }

    [PythonBoxTheory, MemberData(nameof(Providers))]
    public void It_has_no_network(string provider)
    {
        using var loopback = new TcpListener(IPAddress.Loopback, 0);
        loopback.Start();
        var name = $"actors-test-{Guid.NewGuid():N}";
        using var unix = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        unix.Bind(new UnixDomainSocketEndPoint("\0" + name)); // abstract: it has no file, so no mount hides it
        unix.Listen();
        var script = $$"""
            import socket
            for address in [('127.0.0.1', {{((IPEndPoint)loopback.LocalEndpoint).Port}}), ('10.0.0.1', 80), ('169.254.169.254', 80)]:
                try: socket.create_connection(address, 1); print('CONNECTED', address)
                except OSError as e: print('no')
            try: socket.socket(socket.AF_UNIX).connect('\0{{name}}'); print('CONNECTED')
            except OSError as e: print('no')
            """;
        Assert.Equal("no\nno\nno\nno\n", Boxes.Of(provider).Python(script).Output); // 40 to 42
    }

    [ProviderSystemCallFact("bubblewrap")]
    public void Dangerous_system_calls_are_refused()
    {
        const string script = """
            import ctypes, fcntl, os
            c = ctypes.CDLL(None, use_errno=True)
            def call(number, *args):
                c.syscall(number, *args); return ctypes.get_errno()
            for name, number in [('ptrace', 101), ('keyctl', 250), ('bpf', 321), ('userfaultfd', 323), ('io_uring_setup', 425), ('perf_event_open', 298), ('unshare', 272), ('x32', 0x40000000 + 39)]:
                ctypes.set_errno(0); print(name, os.strerror(call(number, 0, 0, 0, 0, 0)))
            try: fcntl.ioctl(0, 0x5412, b'x'); print('TIOCSTI')
            except OSError as e: print('tiocsti', e.strerror)
            import socket
            try: socket.socket(socket.AF_VSOCK if hasattr(socket, 'AF_VSOCK') else 40, socket.SOCK_STREAM); print('VSOCK')
            except OSError as e: print('vsock', e.strerror)
            """;
        var lines = Boxes.Of("bubblewrap").Python(script).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(10, lines.Length); // 44, 46, 47
        Assert.All(lines, line => Assert.True(
            line.EndsWith("Operation not permitted", StringComparison.Ordinal) || line.EndsWith("Function not implemented", StringComparison.Ordinal)
            || line.EndsWith("Address family not supported by protocol", StringComparison.Ordinal), line));
    }

    [BoxTheory, MemberData(nameof(Providers))]
    public void The_init_of_the_box_is_filtered_like_the_job(string provider)
    {
        var run = Boxes.Of(provider).Shell("grep -h Seccomp: /proc/1/status /proc/self/status | sort -u; grep -h CapEff /proc/1/status");

        var filtered = Boxes.Of(provider).Choice.Sandbox is Bubblewrap ? 2 : 0;
        Assert.Equal($"Seccomp:\t{filtered}\nCapEff:\t0000000000000000\n", run.Output);
    }

    [BoxTheory, MemberData(nameof(Providers))]
    public void Arguments_are_no_shell_text(string provider)
    {
        var run = Boxes.Of(provider).Run(["/bin/echo", "$(id)", "; rm -rf /", "`id`", "a\nb", "--"]);

        Assert.Equal("$(id) ; rm -rf / `id` a\nb --\n", run.Output);
        Assert.Equal(JobVerdict.Ok, run.Verdict);
    }

    private static Dictionary<string, string> Text(string content) => new() { ["text"] = content };
}
