using Actors.Cluster.Tests.Processes;
using Xunit;

namespace Actors.Cluster.Tests;

/// <summary>A test whose jobs run in a sandbox, as nodes choose one by themselves; skipped, with the reason, where none works.</summary>
[AttributeUsage(AttributeTargets.Method)]
public class SandboxFactAttribute : FactAttribute
{
    private static readonly Lazy<bool> Works = new(() =>
        Probe.ExitCode("bwrap", "--unshare-all", "--ro-bind", "/", "/", "/bin/true") == 0 ||
        Probe.ExitCode("unshare", "--user", "--map-root-user", "--mount", "--pid", "--net", "--fork", "/bin/true") == 0);

    public SandboxFactAttribute()
    {
        if (!Works.Value) Skip = "needs bubblewrap or Linux user namespaces";
    }
}
