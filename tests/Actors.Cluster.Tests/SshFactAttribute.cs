using Xunit;

namespace Actors.Cluster.Tests;

/// <summary>A test that needs OpenSSH, client and server, and says so where they are not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SshFactAttribute : FactAttribute
{
    public const string Sshd = "/usr/sbin/sshd";

    public static bool IsThere => File.Exists(Sshd);

    public SshFactAttribute()
    {
        if (!IsThere) Skip = $"needs {Sshd} (Debian: openssh-client, openssh-server)";
    }
}
