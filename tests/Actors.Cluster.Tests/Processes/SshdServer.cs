using System.Diagnostics;
using System.Runtime.Versioning;
using Xunit;

namespace Actors.Cluster.Tests.Processes;

/// <summary>
/// An sshd on loopback, as an ordinary process with a configuration, a host key and an authorized key of its own, all in a temporary folder: it lets in nobody but this
/// test, and nothing of the machine's own ssh is touched.
/// </summary>
[UnsupportedOSPlatform("windows")]
public sealed class SshdServer : IAsyncLifetime
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(20);

    private readonly ProcessOutput _log = new("sshd");
    private Process? _sshd;

    public string Folder { get; } = Directory.CreateTempSubdirectory("actors-sshd-").FullName;

    public int Port { get; } = FreePorts.Take(1)[0];

    /// <summary>The private key that it lets in.</summary>
    public string Key => Path.Combine(Folder, "key");

    /// <summary>Another one.</summary>
    public string WrongKey => Path.Combine(Folder, "wrong-key");

    /// <summary>Its host key, for ssh.</summary>
    public string KnownHosts => Path.Combine(Folder, "known_hosts");

    public async Task InitializeAsync()
    {
        if (!SshFactAttribute.IsThere) return; // its tests are skipped
        await Task.WhenAll(MakeKeyAsync("host-key"), MakeKeyAsync("key"), MakeKeyAsync("wrong-key"));
        var hostKey = await File.ReadAllTextAsync(Path.Combine(Folder, "host-key.pub"));
        await File.WriteAllTextAsync(KnownHosts, $"[127.0.0.1]:{Port} {hostKey}[localhost]:{Port} {hostKey}");
        // An sshd of root's splits itself in two, and wants the packages' empty folder for the weaker half.
        if (Environment.IsPrivilegedProcess) Directory.CreateDirectory("/run/sshd");
        var configuration = Path.Combine(Folder, "sshd_config");
        await File.WriteAllTextAsync(configuration, $"""
            ListenAddress 127.0.0.1
            Port {Port}
            HostKey {Folder}/host-key
            AuthorizedKeysFile {Folder}/key.pub
            PidFile none
            StrictModes no
            UsePAM no
            PasswordAuthentication no
            KbdInteractiveAuthentication no

            """);
        _sshd = Process.Start(new ProcessStartInfo(SshFactAttribute.Sshd, ["-D", "-e", "-f", configuration]) { RedirectStandardError = true, RedirectStandardInput = true })!;
        _sshd.ErrorDataReceived += (_, line) => _log.Add(line.Data ?? "");
        _sshd.BeginErrorReadLine();
        await _log.WaitAsync("listening", line => line.StartsWith("Server listening", StringComparison.Ordinal), StartLimit);
    }

    public async Task DisposeAsync()
    {
        if (_sshd != null)
        {
            _sshd.Kill();
            await _sshd.WaitForExitAsync();
            _sshd.Dispose();
        }

        Directory.Delete(Folder, recursive: true);
    }

    private async Task MakeKeyAsync(string name)
    {
        using var keygen = Process.Start("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", Path.Combine(Folder, name)]);
        await keygen.WaitForExitAsync();
        Assert.Equal(0, keygen.ExitCode);
    }
}
