using System.Collections.Immutable;
using System.Text;
using Actors.Jobs;
using Actors.Jobs.Processes;
using Actors.Jobs.Sandboxes;

namespace Actors.Sandbox.Tests;

/// <summary>One provider, ready to run things; made once for all tests of it, because choosing it probes.</summary>
public sealed class Box : IDisposable
{
    private static int _boxes;
    private readonly WorkFolder _work = WorkFolder.Create("");
    private readonly CgroupRoot? _cgroups;
    private readonly BoxRunner _runner = new(TimeProvider.System);

    private Box(string provider, bool withCgroups)
    {
        _cgroups = withCgroups ? CgroupRoot.Find($"tests-{provider}-{Interlocked.Increment(ref _boxes)}") : null;
        Choice = SandboxChoice.Make(provider, new SandboxProbe(new PosixLauncher(), _runner, _work, []), _work, _cgroups);
    }

    private Box(ISandbox sandbox) => Choice = new SandboxChoice(sandbox, null, null);

    internal SandboxChoice Choice { get; }

    internal string Folder => _work.Root;

    /// <summary>Why nothing can be tested with it; null when it works.</summary>
    public string? Missing => Choice.Problem;

    public static Box Of(string provider, bool withCgroups = true) => new(provider, withCgroups);

    /// <summary>One that nobody would choose here; without control groups.</summary>
    internal static Box With(ISandbox sandbox) => new(sandbox);

    internal BoxRun Run(IReadOnlyList<string> command, JobLimits? limits = null, IReadOnlyDictionary<string, string>? inputs = null, BoxOrder? order = null, BoxMount? mount = null)
    {
        limits ??= new JobLimits { Wall = TimeSpan.FromSeconds(10), MemoryBytes = 128L << 20, DiskBytes = 32L << 20, Files = 1000 };
        var folders = _work.NewBox();
        foreach (var (name, content) in inputs ?? ImmutableDictionary<string, string>.Empty)
            File.WriteAllText(Path.Combine(folders.Net, name), content);
        try
        {
            using var output = new OutputBuffer(64 << 10, folders.Root);
            var log = new LogBuffer(8 << 10, 24 << 10);
            var spec = new BoxSpec { Command = [.. command], Environment = [new("PATH", "/usr/bin:/bin")], Folders = folders, Limits = limits, Mounts = mount is null ? [] : [mount] };
            var report = _runner.Run(new PosixLauncher(), Choice.Sandbox!, spec, Choice.Cgroups, order ?? new BoxOrder(), output, log);
            var (verdict, signal, reason) = Verdicts.Judge(report, limits, saysOutOfMemory: false);
            using var reader = new StreamReader(output.Read(), Encoding.UTF8);
            return new BoxRun(verdict, signal, reason, reader.ReadToEnd(), report);
        }
        finally
        {
            WorkFolder.Remove(folders);
        }
    }

    internal BoxRun Shell(string script, JobLimits? limits = null, IReadOnlyDictionary<string, string>? inputs = null, BoxOrder? order = null) =>
        Run(["/bin/sh", "-c", script], limits, inputs, order);

    internal BoxRun Python(string script, JobLimits? limits = null, BoxOrder? order = null) => Run(["/usr/bin/python3", "-I", "-S", "-c", script], limits, null, order);

    public void Dispose()
    {
        _cgroups?.Remove();
        _work.Dispose();
    }
}

internal sealed record BoxRun(JobVerdict Verdict, int Signal, string Reason, string Output, BoxReport Report)
{
    public string Errors => Report.Stderr;
}
