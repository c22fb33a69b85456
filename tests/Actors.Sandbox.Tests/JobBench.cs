using System.Collections.Frozen;
using System.Text;
using Actors.Jobs;
using Actors.Jobs.Processes;
using Actors.Jobs.Runtimes;
using Actors.Jobs.Sandboxes;
using Actors.Jobs.Workers;
using Actors.Storage;

namespace Actors.Sandbox.Tests;

/// <summary>Everything that a worker runs a job with, on a store that knows only what a test gives it.</summary>
public sealed class JobBench : IDisposable
{
    private readonly WorkFolder _work = WorkFolder.Create("");
    private readonly CgroupRoot? _cgroups;
    private readonly FewObjects _store = new();
    private readonly BoxStarter _boxes;
    private readonly RunPipeline _pipeline;

    public JobBench(string provider)
    {
        _cgroups = CgroupRoot.Find($"bench-{provider}");
        var dotNet = DotNetRoot.Find();
        var launcher = new PosixLauncher();
        var runner = new BoxRunner(TimeProvider.System);
        Choice = SandboxChoice.Make(provider, new SandboxProbe(launcher, runner, _work, CSharpRuntime.MountsOf(dotNet)), _work, _cgroups);
        _boxes = new BoxStarter(_work, Choice, launcher, runner);
        CSharp = new CSharpRuntime(dotNet, new AssemblyCache(_boxes));
        var runtimes = new Dictionary<string, IRuntime>
        {
            ["csharp"] = CSharp,
            ["python"] = new PythonRuntime("/usr/bin/python3"),
            ["exec"] = new ExecRuntime(),
        }.ToFrozenDictionary();
        var inputs = new InputCache(_store, _work.Private("inputs"), 1 << 20, 1 << 20, TimeProvider.System);
        _pipeline = new RunPipeline(_store, inputs, _boxes, runtimes, new RunLimits { FetchPatience = TimeSpan.FromSeconds(1) }, IdSource.System, TimeProvider.System);
    }

    internal SandboxChoice Choice { get; }

    internal IRuntime CSharp { get; }

    internal string? Problem(IRuntime runtime) => RuntimeTrials.Problem(runtime, _boxes);

    public string? Missing => Choice.Problem;

    internal async Task<RunOutcome> RunAsync(
        string runtime, string source, JobLimits? limits = null, IEnumerable<JobInput>? inputs = null, IEnumerable<string>? arguments = null, BoxOrder? order = null)
    {
        using var own = new BoxOrder();
        return await _pipeline.RunAsync(
            new JobSpec
            {
                Id = JobId.New(IdSource.System),
                Output = ObjectId.New(IdSource.System),
                Runtime = runtime,
                Source = JobSource.Inline(source),
                Arguments = [.. arguments ?? []],
                Inputs = [.. inputs ?? []],
                Limits = limits ?? new JobLimits { Wall = TimeSpan.FromSeconds(20) },
            },
            order ?? own);
    }

    public JobInput Put(string name, string text)
    {
        var id = ObjectId.New(IdSource.System);
        _store.Objects[id] = Encoding.UTF8.GetBytes(text);
        return new JobInput(name, id);
    }

    public void Dispose()
    {
        _cgroups?.Remove();
        _work.Dispose();
    }
}
