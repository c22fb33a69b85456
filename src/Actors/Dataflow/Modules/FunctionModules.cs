namespace Actors.Dataflow.Modules;

/// <summary>Modules made of functions, for programs; files have no name for them.</summary>
internal static class FunctionModules
{
    public static ModuleSpec Map(Func<FlowEvent, FlowEvent?> function) =>
        ModuleSpec.Local(ModuleType.Local<MapModule>(), function, () => new MapModule(item => ValueTask.FromResult(function(item))));

    public static ModuleSpec Sink(Action<FlowEvent> action) =>
        ModuleSpec.Local(ModuleType.Local<SinkModule>(), action, () => new SinkModule(action));

    public static ModuleSpec Source(Func<Func<object?, ValueTask>, CancellationToken, Task> run) =>
        ModuleSpec.Local(ModuleType.Local<SourceModule>(), run, () => new SourceModule(run));
}

/// <summary>A function of a program.</summary>
[FlowModule("function", "Calls a function of the program with each event and sends what it gives.", Inboxes = [FlowModuleAttribute.Any], Outboxes = [FlowModuleAttribute.Any])]
internal sealed class MapModule(Func<FlowEvent, ValueTask<FlowEvent?>> function) : FlowModule
{
    protected override async ValueTask HandleAsync(FlowEvent item, string inbox, CancellationToken cancel)
    {
        if (await function(item) is { } result) await SendAsync(result);
    }
}

/// <summary>An end of a flow in a program.</summary>
[FlowModule("action", "Gives each event to the program.", Inboxes = [FlowModuleAttribute.Any], Outboxes = [])]
internal sealed class SinkModule(Action<FlowEvent> action) : FlowModule
{
    protected override ValueTask HandleAsync(FlowEvent item, string inbox, CancellationToken cancel)
    {
        action(item);
        return ValueTask.CompletedTask;
    }
}

/// <summary>A beginning of a flow in a program.</summary>
[FlowModule("source", "Sends what the program makes.", Inboxes = [], Outboxes = [FlowModuleAttribute.Any])]
internal sealed class SourceModule(Func<Func<object?, ValueTask>, CancellationToken, Task> run) : FlowModule
{
    protected override Task RunAsync(CancellationToken stopping) => run(data => SendAsync(data as FlowEvent ?? NewEvent(data)), stopping);
}
