using Actors.Cluster.Tests.Processes;
using Xunit;

namespace Actors.Cluster.Tests;

/// <summary>A test of programs that find no sandbox that works; skipped where this machine does not let us take it away from them.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NoSandboxFactAttribute : FactAttribute
{
    private const int Refused = 1; // unshare's own exit code

    // In a user namespace of its own the limit can be lowered for it and for all below it, without touching the machine's.
    private static readonly string[] Denied = ["unshare", "--user", "--map-root-user", "--", "/bin/sh", "-c", "echo 0 >/proc/sys/user/max_user_namespaces && exec \"$@\"", "sh"];
    private static readonly Lazy<bool> Works = new(() => Probe.ExitCode(Denied[0], [.. Denied[1..], "unshare", "--user", "/bin/true"]) == Refused);

    public NoSandboxFactAttribute()
    {
        if (!Works.Value) Skip = "needs a user namespace in which further ones can be denied";
    }

    /// <summary>The command that the program is started by.</summary>
    public static IReadOnlyList<string> Within => Denied;
}
