using Actors.Dataflow.Running;

namespace Actors.Dataflow;

/// <summary>
/// What a flow actor does with events. Derive from it, say with <see cref="FlowModuleAttribute"/> what it is called, and override <see cref="HandleAsync"/>, or <see cref="RunAsync"/> for a source.
/// </summary>
/// <remarks>
/// All of a module's code runs one piece at a time, also what comes after an <c>await</c> (unless it says <c>ConfigureAwait(false)</c>): its fields need no locks, even if it handles several events at once.
/// </remarks>
public abstract class FlowModule : IAsyncDisposable
{
    private IFlowHost? _host;

    /// <summary>The name of the flow actor.</summary>
    public string Name => Host.Name;

    /// <summary>Connected outboxes, beside those for errors and logs.</summary>
    protected IReadOnlyList<string> Outboxes => Host.Outboxes;

    protected IReadOnlyList<string> Inboxes => Host.Inboxes;

    protected TimeProvider Time => Host.Time;

    /// <summary>Events for the log outbox.</summary>
    protected FlowLog Log => Host.Log;

    internal IFlowHost Host
    {
        get => _host ?? throw new InvalidOperationException("The module runs in no flow yet: its constructor is too early for this.");
        set => _host = value;
    }

    internal ValueTask Start(CancellationToken cancel) => StartAsync(cancel);

    internal Task Run(CancellationToken stopping) => RunAsync(stopping);

    internal ValueTask Handle(FlowEvent item, string inbox, CancellationToken cancel) => HandleAsync(item, inbox, cancel);

    internal ValueTask Flush(CancellationToken cancel) => FlushAsync(cancel);

    /// <summary>Opens what the module needs, before the first event. What it throws is an error event; it is tried again later.</summary>
    protected virtual ValueTask StartAsync(CancellationToken cancel) => ValueTask.CompletedTask;

    /// <summary>
    /// The life of a source: makes events until it is told to stop. If it throws, that is an error event, and it is called again later. The default has nothing to do.
    /// </summary>
    /// <param name="stopping">Set when the flow is drained: no new events, please.</param>
    protected virtual Task RunAsync(CancellationToken stopping) => Task.CompletedTask;

    /// <summary>Handles one event. The default sends it on. What it throws sends the event to the error outbox.</summary>
    /// <param name="item">The event, with its data in the form that the module accepts.</param>
    /// <param name="inbox">Where it came in.</param>
    /// <param name="cancel">Set when the flow is stopped at once, or the event's time is over.</param>
    protected virtual ValueTask HandleAsync(FlowEvent item, string inbox, CancellationToken cancel) => SendAsync(item);

    /// <summary>Sends what the module still holds back; called when all that came in has been handled and nothing more will come.</summary>
    protected virtual ValueTask FlushAsync(CancellationToken cancel) => ValueTask.CompletedTask;

    /// <summary>Lets go of what <see cref="StartAsync"/> opened. Also called when starting has failed.</summary>
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>Sends an event to all connected outboxes. The task ends when there was room for it everywhere: awaiting it is what back-pressure is.</summary>
    protected ValueTask SendAsync(FlowEvent item) => Host.SendAsync(item, null);

    /// <summary>Sends an event to one outbox; if that is not connected the event is dropped and counted.</summary>
    protected ValueTask SendAsync(FlowEvent item, string outbox) => Host.SendAsync(item, outbox);

    /// <summary>Sends an event on if anybody is there to take it: for modules that are ends of a flow, or not.</summary>
    protected ValueTask SendOnAsync(FlowEvent item) => Outboxes.Count == 0 ? ValueTask.CompletedTask : SendAsync(item);

    /// <summary>Sends an event to the error outbox; without one, to the flow's error actor.</summary>
    protected ValueTask SendErrorAsync(FlowEvent item, FlowError error)
    {
        ArgumentNullException.ThrowIfNull(item);
        return Host.SendErrorAsync(item.WithError(error));
    }

    /// <summary>A new event, with an id of its own.</summary>
    protected FlowEvent NewEvent(object? data = null) => Host.NewEvent(data);

    /// <summary>Something that the program gave to the director; null: it gave none.</summary>
    protected T? Find<T>()
        where T : class =>
        Host.Find(typeof(T)) as T;

    /// <summary>Something that the program gave to the director, for example the <c>ComputeCloud</c>.</summary>
    /// <exception cref="FlowException">It gave none (<see cref="FlowErrorKind.Unavailable"/>).</exception>
    protected T Require<T>()
        where T : class =>
        Find<T>() ?? throw new FlowException(FlowErrorKind.Unavailable, $"{Name} needs a {typeof(T).Name}: give one to the director of the flow");
}
