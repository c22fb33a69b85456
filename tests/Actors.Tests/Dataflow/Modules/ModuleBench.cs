using System.Collections.Concurrent;
using Actors.Dataflow;
using Actors.Dataflow.Data;
using Actors.Dataflow.Files;
using Actors.Dataflow.Modules;
using Actors.Dataflow.Running;

namespace Actors.Tests.Dataflow.Modules;

/// <summary>
/// Runs one module as a flow actor would, without an actor: in this thread, in virtual time, with its settings as a flow file has them. What it awaits of the world is waited for; what it awaits of
/// the clock comes when the clock is moved. The module is made from the text of its settings, as on another node.
/// </summary>
internal sealed class ModuleBench : SynchronizationContext, IFlowHost, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly BlockingCollection<Action> _work = [];
    private readonly SynchronizationContext? _outer = Current;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Dictionary<Type, object> _services = [];
    private readonly ModuleSpec _spec;
    private readonly FlowModule _module;
    private readonly List<(string? Outbox, FlowEvent Item)> _sent = [];
    private ulong _lastId;

    /// <param name="module">The module's name.</param>
    /// <param name="settings">Its settings, as in a flow file.</param>
    /// <param name="outboxes">The connected ones; without any those that the module has.</param>
    public ModuleBench(string module, string settings = "", params string[] outboxes)
    {
        var written = Load(module, settings).Actors["it"].Module;
        _spec = ModuleSpec.FromText(written.Type, written.Text!);
        Outboxes = outboxes.Length > 0 ? outboxes : [.. _spec.Type.Facts.Outboxes.Where(name => name != FlowModuleAttribute.Any)];
        Inboxes = [.. _spec.Type.Facts.Inboxes.Select(name => name.TrimEnd('?')).Where(name => name != FlowModuleAttribute.Any)];
        Log = new FlowLog((level, message, _) => Logs.Add($"{level}: {message}"));
        SetSynchronizationContext(this);
        _module = _spec.Create();
        _module.Host = this;
    }

    public string Name => "it";

    public IReadOnlyList<string> Inboxes { get; init; }

    public IReadOnlyList<string> Outboxes { get; }

    public VirtualTime Clock { get; } = new();

    public TimeProvider Time => Clock;

    public FlowLog Log { get; }

    public List<string> Logs { get; } = [];

    /// <summary>What went to the error outbox.</summary>
    public List<FlowEvent> Errors { get; } = [];

    /// <summary>What was sent, wherever to.</summary>
    public IReadOnlyList<FlowEvent> Sent => [.. _sent.Select(each => each.Item)];

    public IReadOnlyList<string> Texts => [.. Sent.Select(item => item.Text)];

    public FlowError Error => Xunit.Assert.Single(Errors).Error!;

    /// <summary>What an outbox got.</summary>
    public IReadOnlyList<FlowEvent> From(string outbox) => [.. _sent.Where(each => each.Outbox is null || each.Outbox == outbox).Select(each => each.Item)];

    /// <summary>The outboxes that events were sent to; null: to all.</summary>
    public IReadOnlyList<string?> Ways => [.. _sent.Select(each => each.Outbox)];

    public ModuleBench Use<T>(T service)
        where T : class
    {
        _services[typeof(T)] = service;
        return this;
    }

    /// <summary>Starts the module, and its source if it is one.</summary>
    public ModuleBench Start()
    {
        Wait(_module.Start(CancellationToken.None).AsTask()).GetAwaiter().GetResult();
        _ = WatchAsync(() => _module.Run(_stopping.Token), NewEvent(null));
        Rest();
        return this;
    }

    /// <summary>Gives it an event and waits until that is handled.</summary>
    public FlowEvent Send(object? data, string inbox = "inbox")
    {
        var (item, handled) = Begin(data, inbox);
        Wait(handled);
        return item;
    }

    /// <summary>Gives it an event, which it may take its time with.</summary>
    public FlowEvent Post(object? data, string inbox = "inbox") => Begin(data, inbox).Item;

    /// <summary>The end of a flow.</summary>
    public void Flush()
    {
        _stopping.Cancel();
        Rest();
        Wait(WatchAsync(() => _module.Flush(CancellationToken.None).AsTask(), NewEvent(null)));
    }

    public void Advance(TimeSpan by) => Clock.Advance(by, Rest);

    public ValueTask SendAsync(FlowEvent item, string? outbox)
    {
        _sent.Add((outbox, item));
        return ValueTask.CompletedTask;
    }

    public ValueTask SendErrorAsync(FlowEvent item)
    {
        Errors.Add(item);
        return ValueTask.CompletedTask;
    }

    public FlowEvent NewEvent(object? data) => new(new EventId(++_lastId), data) { Created = Time.GetUtcNow() };

    public object? Find(Type type) => _services.GetValueOrDefault(type);

    public override void Post(SendOrPostCallback d, object? state) => _work.Add(() => d(state));

    public override SynchronizationContext CreateCopy() => this;

    public void Dispose()
    {
        _stopping.Cancel();
        Rest();
        Wait(_module.DisposeAsync().AsTask());
        SetSynchronizationContext(_outer);
    }

    /// <summary>Reads a flow with one module in it, called <c>it</c>, whose settings begin in line 4.</summary>
    public static Actors.Dataflow.Graphs.FlowGraph Load(string module, string settings)
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "bench.conf");
        var feed = ModuleCatalog.BuiltIn.Find(module)?.Facts.Inboxes is [] ? "" : "feed { module = test-feed, to = it }";
        File.WriteAllText(file, $"flow {{\nactors {{\nit {{ module = {module}\n{settings}\n}}\n{feed} }} }}\n");
        return FlowFile.Load(file, ModuleCatalog.BuiltIn.With(ModuleType.Of(typeof(Feed))));
    }

    private (FlowEvent Item, Task Handled) Begin(object? data, string inbox)
    {
        var item = data as FlowEvent ?? NewEvent(data);
        var form = _spec.Type.Facts.Accepts;
        var handled = WatchAsync(() => _module.Handle(form == DataKind.Value ? item : item.As(form), inbox, _stopping.Token).AsTask(), item);
        Rest();
        return (item, handled);
    }

    private async Task WatchAsync(Func<Task> work, FlowEvent item)
    {
        try
        {
            await work();
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The end.
        }
        catch (Exception failure)
        {
            Errors.Add(item.WithError(FlowError.Of(Name, failure)));
        }
    }

    private void Rest()
    {
        while (_work.TryTake(out var work)) work();
    }

    private Task Wait(Task task)
    {
        task.ContinueWith(_ => _work.Add(() => { }), TaskScheduler.Default);
        while (!task.IsCompleted)
            if (_work.TryTake(out var work, Patience)) work();
            else throw new TimeoutException("The module has not handled the event; does it wait for the clock? Then post it, and move the clock.");
        return task;
    }
}

/// <summary>Something before the module that is tried.</summary>
[FlowModule("test-feed", "For tests.", Inboxes = [], Outboxes = [FlowModuleAttribute.Any], MakesHttp = true)]
public sealed class Feed : FlowModule;
