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
    private readonly RunPipeline _pipeline;

    public JobBench(string provider)
    {
        _cgroups = CgroupRoot.Find($"bench-{provider}");
        var dotNet = DotNetRoot.Find();
        var launcher = new PosixLauncher();
        var runner = new BoxRunner(TimeProvider.System);
        Choice = SandboxChoice.Make(provider, new SandboxProbe(launcher, runner, _work, CSharpRuntime.MountsOf(dotNet)), _work, _cgroups);
        var boxes = new BoxStarter(_work, Choice, launcher, runner);
        var runtimes = new Dictionary<string, IRuntime>
        {
            ["csharp"] = new CSharpRuntime(dotNet, new AssemblyCache(boxes)),
            ["python"] = new PythonRuntime("/usr/bin/python3"),
            ["exec"] = new ExecRuntime(),
        }.ToFrozenDictionary();
        var inputs = new InputCache(_store, _work.Private("inputs"), 1 << 20, TimeProvider.System);
        _pipeline = new RunPipeline(_store, inputs, boxes, runtimes, new RunLimits { FetchPatience = TimeSpan.FromSeconds(1) }, IdSource.System, TimeProvider.System);
    }

    internal SandboxChoice Choice { get; }

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

    private sealed class FewObjects : IObjectStore
    {
        public Dictionary<ObjectId, byte[]> Objects { get; } = [];

        public async Task<PutResult> PutAsync(ObjectId id, string name, Stream content, CancellationToken cancellation = default)
        {
            using var bytes = new MemoryStream();
            await content.CopyToAsync(bytes, cancellation);
            Objects[id] = bytes.ToArray();
            return new PutResult(id, bytes.Length, Digest.Of(bytes.ToArray()), 2, 2);
        }

        public Task<ObjectReader> OpenAsync(ObjectId id, CancellationToken cancellation = default) => Objects.TryGetValue(id, out var bytes)
            ? Task.FromResult(new ObjectReader(new ObjectInfo(id, "", ObjectState.Present, bytes.Length, default), new MemoryStream(bytes)))
            : throw new ActorsException(ErrorCodes.NotFound, $"there is no {id}");

        public Task<ObjectInfo> StatAsync(ObjectId id, CancellationToken cancellation = default) => throw new NotSupportedException();

        public Task<IReadOnlyList<ObjectInfo>> ListAsync(ObjectQuery query, CancellationToken cancellation = default) => throw new NotSupportedException();

        public Task DeclareAsync(ObjectId output, string name, CancellationToken cancellation = default) => throw new NotSupportedException();

        public Task BindAsync(ObjectId output, ObjectId target, CancellationToken cancellation = default) => throw new NotSupportedException();
    }
}
