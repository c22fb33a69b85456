using Actors.Jobs.Processes;

namespace Actors.Jobs.Sandboxes;

/// <summary>The sandbox that a worker uses, chosen once at its start.</summary>
/// <param name="Sandbox">Null when none works.</param>
/// <param name="Cgroups">Where boxes get their control groups; null when that does not work here.</param>
/// <param name="Problem">Why there is no sandbox, and what to do about it.</param>
internal sealed record SandboxChoice(ISandbox? Sandbox, CgroupRoot? Cgroups, string? Problem)
{
    private const string Automatic = "auto";

    /// <summary>Why jobs run without a sandbox although nobody asked for that by name; null when that is not so.</summary>
    public string? FellBack { get; init; }

    /// <summary>Tries the providers in question, the strongest first, until one has run a program.</summary>
    /// <param name="wanted">The value of <c>actors.jobs.sandbox</c>.</param>
    /// <param name="probe">Tries one.</param>
    /// <param name="work">This worker's folder.</param>
    /// <param name="cgroups">Where boxes may get control groups.</param>
    /// <param name="mayFallBack">
    /// With <c>auto</c>, take none where nothing works. Only for a worker that nobody else can send jobs to; a provider that was named is never replaced.
    /// </param>
    public static SandboxChoice Make(string wanted, ISandboxProbe probe, WorkFolder work, CgroupRoot? cgroups, bool mayFallBack = false)
    {
        if (wanted == "none")
            return new SandboxChoice(new Unconfined(), null, null);
        var problems = new List<string>();
        foreach (var sandbox in Candidates(wanted, work))
        {
            if (cgroups is not null && probe.Problem(sandbox, cgroups) is null)
                return new SandboxChoice(sandbox, cgroups, null);
            if (probe.Problem(sandbox, null) is not { } problem)
                return new SandboxChoice(sandbox, null, null);
            problems.Add($"{sandbox.Name}: {problem}");
        }

        var tried = problems.Count > 0 ? string.Join("; ", problems.Distinct()) : NothingToTry(wanted);
        if (mayFallBack && wanted == Automatic)
            return new SandboxChoice(new Unconfined(), null, null) { FellBack = tried };
        return new SandboxChoice(null, null, $"no sandbox works on this machine ({tried}); install bubblewrap, allow user namespaces, or set actors.jobs.sandbox = none");
    }

    private static string NothingToTry(string wanted) => !OperatingSystem.IsLinux() ? "sandboxes exist on Linux only"
        : wanted == Automatic ? "neither bubblewrap nor util-linux is installed"
        : $"{wanted} is not installed, or cannot be started";

    private static IEnumerable<ISandbox> Candidates(string wanted, WorkFolder work)
    {
        if (!OperatingSystem.IsLinux() || !File.Exists(ResourceLimits.Prlimit) || !File.Exists(Privileges.Setpriv))
            yield break;
        // As root, better a box whose user is nobody on the host as well; that fails where nobody may not make namespaces or read our programs.
        bool[] drops = WorkFolder.IsRoot ? [true, false] : [false];
        if (wanted is Automatic or "bubblewrap" && BubblewrapVersion() is { } features)
        {
            var filters = SystemCallFilters.ForThisMachine();
            // Without the option further namespaces are still forbidden by the filter.
            bool[] disables = features.DisablesUserNamespaces && !filters.IsEmpty ? [true, false] : [features.DisablesUserNamespaces];
            foreach (var dropsRoot in drops)
            {
                foreach (var disable in disables)
                    yield return new Bubblewrap(features with { DisablesUserNamespaces = disable }, filters, dropsRoot);
            }
        }

        if (wanted is Automatic or "namespaces" && File.Exists(Namespaces.Unshare))
        {
            foreach (var dropsRoot in drops)
                yield return new Namespaces(work.Skeleton, dropsRoot);
        }
    }

    private static BubblewrapFeatures? BubblewrapVersion()
    {
        if (!File.Exists(Bubblewrap.Program))
            return null;
        var output = new FirstWords();
        try
        {
            using var process = new PosixLauncher().Start(new LaunchPlan(Bubblewrap.Program, ["--version"], [], [], "/"));
            for (var i = 0; i < 50 && process.Exit is null; i++)
                process.Pump(TimeSpan.FromMilliseconds(100), output);
            return BubblewrapFeatures.Of(output.Text);
        }
        catch (LaunchException)
        {
            return null; // there, but not for us: the next provider is tried
        }
    }

    private sealed class FirstWords : IBoxOutput
    {
        public string Text { get; private set; } = "";

        public void Stdout(ReadOnlySpan<byte> bytes) => Text += System.Text.Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, 100)]);

        public void Stderr(ReadOnlySpan<byte> bytes)
        {
        }
    }
}
