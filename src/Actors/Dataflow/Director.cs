using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Actors.Dataflow.Directing;
using Actors.Dataflow.Graphs;
using Actors.Dataflow.Modules;
using Actors.Dataflow.Nodes;
using Actors.Dataflow.Running;
using Actors.Links;
using Akka.Actor;

namespace Actors.Dataflow;

/// <summary>
/// Wires actors with any number of inboxes and outboxes into a flow, starts it, changes it and stops it in order. Registering and connecting only describe the flow: see <see cref="Graph"/>.
/// Not for use by several threads.
/// </summary>
/// <example>
/// <code>
/// await using var director = new Director("hello");
/// var numbers = director.Register("numbers", async (send, stop) => { for (var i = 0; i &lt; 10; i++) await send(i); });
/// var squares = director.Register("squares", item => item.WithData((int)item.Data! * (int)item.Data!));
/// var printer = director.Register("printer", item => Console.WriteLine(item.Data));
/// director.Connect(numbers, squares);
/// director.Connect(squares, printer);
/// await director.RunAsync();
/// </code>
/// </example>
public sealed class Director : IAsyncDisposable
{
    private static readonly TimeSpan DrainTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(5);

    private readonly Dictionary<Type, object> _services = [];
    private readonly TaskCompletionSource _sources = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<FlowEnd> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly bool _ownsSystem;
    private readonly DirectorOptions _options;
    private ActorSystem? _system;
    private IActorRef? _actor;

    /// <param name="name">The flow's name.</param>
    /// <param name="system">Where its actors run; null: in an actor system of its own, which ends with the flow.</param>
    /// <param name="options">Null: the defaults.</param>
    public Director(string name = "flow", ActorSystem? system = null, DirectorOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Graph = new FlowGraph { Name = name };
        (_system, _ownsSystem, _options) = (system, system is null, options ?? new DirectorOptions());
    }

    /// <param name="graph">A flow that is described already.</param>
    /// <inheritdoc cref="Director(string, Akka.Actor.ActorSystem?, DirectorOptions?)"/>
    public Director(FlowGraph graph, ActorSystem? system = null, DirectorOptions? options = null)
        : this((graph ?? throw new ArgumentNullException(nameof(graph))).Name, system, options) => Graph = graph;

    /// <summary>The flow as a value, as it was described so far.</summary>
    public FlowGraph Graph { get; private set; }

    /// <summary>Ends when the flow has ended, by <see cref="StopAsync"/> or because an actor with <see cref="FailurePolicy.Stop"/> failed.</summary>
    public Task Completion => CompletionAsync();

    /// <summary>Adds an actor.</summary>
    /// <typeparam name="TModule">What it does.</typeparam>
    /// <param name="name">Unique in the flow: letters, digits, hyphens, underscores.</param>
    /// <param name="settings">What the module's constructor takes; null if it takes nothing.</param>
    /// <param name="options">How it runs; null: the defaults.</param>
    /// <exception cref="ArgumentException">The name is taken or no name, or the settings are not those of the module.</exception>
    public FlowActor Register<TModule>(string name, object? settings = null, FlowActorOptions? options = null)
        where TModule : FlowModule =>
        Register(name, ModuleSpec.Of(ModuleType.Of(typeof(TModule)), settings), options);

    /// <summary>Adds an actor that calls a function with each event and sends what it gives; null: nothing.</summary>
    /// <inheritdoc cref="Register{TModule}"/>
    public FlowActor Register(string name, Func<FlowEvent, FlowEvent?> function, FlowActorOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        return Register(name, FunctionModules.Map(function), options);
    }

    /// <summary>Adds an actor that gives each event to the program.</summary>
    /// <inheritdoc cref="Register{TModule}"/>
    public FlowActor Register(string name, Action<FlowEvent> action, FlowActorOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(action);
        return Register(name, FunctionModules.Sink(action), options);
    }

    /// <summary>Adds a source: a function that sends what it makes until it is told to stop. It must await each sending.</summary>
    /// <inheritdoc cref="Register{TModule}"/>
    public FlowActor Register(string name, Func<Func<object?, ValueTask>, CancellationToken, Task> source, FlowActorOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        return Register(name, FunctionModules.Source(source), options);
    }

    /// <summary>Adds the actor that gets the errors of all that have no error edge.</summary>
    /// <inheritdoc cref="Register{TModule}"/>
    public FlowActor RegisterError<TModule>(string name, object? settings = null, FlowActorOptions? options = null)
        where TModule : FlowModule =>
        WithErrorActor(Register<TModule>(name, settings, options));

    /// <summary>Adds the actor that gets the log lines of all that have no log edge.</summary>
    /// <inheritdoc cref="Register{TModule}"/>
    public FlowActor RegisterLog<TModule>(string name, object? settings = null, FlowActorOptions? options = null)
        where TModule : FlowModule =>
        WithLogActor(Register<TModule>(name, settings, options));

    /// <summary>Makes a registered actor the one that gets the errors of all that have no error edge.</summary>
    public FlowActor WithErrorActor(FlowActor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        Graph = Graph with { ErrorActor = actor.Name };
        return actor;
    }

    /// <summary>Makes a registered actor the one that gets the log lines of all that have no log edge.</summary>
    public FlowActor WithLogActor(FlowActor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        Graph = Graph with { LogActor = actor.Name };
        return actor;
    }

    /// <summary>Lets events travel from an outbox to one or several inboxes; an event is copied to each.</summary>
    public void Connect(FlowActorPort from, params ReadOnlySpan<FlowActorPort> to)
    {
        ArgumentNullException.ThrowIfNull(from);
        foreach (var end in to) Add(from, end, EdgeKind.Events);
    }

    /// <summary>Lets events travel from several outboxes to one inbox.</summary>
    public void Connect(IEnumerable<FlowActorPort> from, FlowActorPort to)
    {
        ArgumentNullException.ThrowIfNull(from);
        foreach (var start in from) Add(start, to, EdgeKind.Events);
    }

    /// <summary>Sends what fails in an actor to others, instead of to the flow's error actor.</summary>
    public void ConnectError(FlowActorPort from, params ReadOnlySpan<FlowActorPort> to)
    {
        foreach (var end in to) Add(from, end, EdgeKind.Errors);
    }

    /// <summary>Sends what an actor logs to others, instead of to the flow's log actor.</summary>
    public void ConnectLog(FlowActorPort from, params ReadOnlySpan<FlowActorPort> to)
    {
        foreach (var end in to) Add(from, end, EdgeKind.Logs);
    }

    /// <summary>Gives modules something of the program's, by its type: for example a <c>ComputeCloud</c>.</summary>
    public Director Use<T>(T service)
        where T : class
    {
        _services[typeof(T)] = service;
        return this;
    }

    /// <summary>How often an event may pass an edge that closes a circle; a flow with circles needs it.</summary>
    public Director WithTtl(int ttl)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(ttl);
        Graph = Graph with { Ttl = ttl };
        return this;
    }

    /// <summary>Starts all actors. A module that cannot be started is tried again; its failures are events on its error outbox.</summary>
    /// <exception cref="FlowCheckException">The flow is wrong; nothing was started.</exception>
    public Task StartAsync()
    {
        if (_actor is not null) throw new InvalidOperationException($"The flow {Graph.Name} was started before.");
        ThrowIfWrong(Graph);
        _system ??= ActorSystem.Create($"flow-{Graph.Name}");
        var terms = new FlowTerms(_options.Time, _options.Ids, type => _services.GetValueOrDefault(type), _options.Trail) { MaxEventBytes = _options.MaxEventBytes, Link = _options.Link };
        var name = Graph.Name;
        _actor = _system.ActorOf(Props.Create(() => new DirectorActor(name, terms, _sources, _ended)));
        return SetAsync(Graph);
    }

    /// <summary>Starts the flow, waits until no source makes events any more, and stops it in order.</summary>
    /// <inheritdoc cref="StartAsync"/>
    public async Task RunAsync(CancellationToken cancel = default)
    {
        await StartAsync().ConfigureAwait(false);
        await FinishAsync(cancel: cancel).ConfigureAwait(false);
    }

    /// <summary>Waits until no source of the running flow makes events any more, or it is told to end, and stops it in order.</summary>
    /// <param name="timeout">How long the stopping may take; null: 30 s.</param>
    /// <param name="cancel">Ends the waiting: the flow is stopped in order then, too.</param>
    /// <exception cref="FlowEndedException">Events were left, or an actor had ended the flow.</exception>
    public async Task FinishAsync(TimeSpan? timeout = null, CancellationToken cancel = default)
    {
        var told = new TaskCompletionSource();
        using var stop = cancel.Register(() => told.TrySetResult());
        await Task.WhenAny(_sources.Task, _ended.Task, told.Task).ConfigureAwait(false);
        await StopAsync(timeout).ConfigureAwait(false);
    }

    /// <summary>Makes the running flow what a graph says: new actors are started, those that are gone send on what they have, settings that changed make a module anew, with its queue.</summary>
    /// <exception cref="FlowCheckException">The new flow is wrong; the old one runs on.</exception>
    public Task ChangeAsync(FlowGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ThrowIfNotRunning();
        ThrowIfWrong(graph);
        Graph = graph;
        return SetAsync(graph);
    }

    /// <summary>Stops the flow in order: sources first, then each actor after it has handled all that came in.</summary>
    /// <param name="timeout">How long that may take; null: 30 s. Then it is stopped at once.</param>
    /// <exception cref="FlowEndedException">Events were left, or an actor had ended the flow.</exception>
    public async Task StopAsync(TimeSpan? timeout = null)
    {
        if (_actor is null) return;
        if (!_ended.Task.IsCompleted) _actor.Tell(new DirectorActor.DrainFlow());
        try
        {
            await _ended.Task.WaitAsync(timeout ?? DrainTimeout, _options.Time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            _actor.Tell(new DirectorActor.AbortFlow());
        }

        await CompletionAsync().ConfigureAwait(false);
    }

    /// <summary>Sends an event into a running flow. The task ends when there was room for it.</summary>
    /// <param name="actor">The actor that gets it.</param>
    /// <param name="data">Of a new event; or a <see cref="FlowEvent"/>.</param>
    /// <param name="inbox">Where it comes in.</param>
    /// <exception cref="ArgumentException">There is no such actor.</exception>
    /// <exception cref="FlowException">It runs on no node now, or its node was lost before the event was taken (<see cref="FlowErrorKind.Unavailable"/>).</exception>
    public async Task SendAsync(string actor, object? data, string inbox = "inbox")
    {
        ThrowIfNotRunning();
        if (!Graph.Actors.ContainsKey(actor)) throw new ArgumentException($"There is no actor {actor} in the flow {Graph.Name}.", nameof(actor));
        var item = data as FlowEvent ?? new FlowEvent(EventId.New(_options.Ids), data) { Created = _options.Time.GetUtcNow() };
        var taken = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _actor.Tell(new DirectorActor.SendTo(actor, item, inbox, taken));
        await AnswerAsync(taken.Task).ConfigureAwait(false);
    }

    /// <summary>What each actor has done so far, by name.</summary>
    public async Task<ImmutableArray<FlowActorStatistics>> GetStatisticsAsync()
    {
        ThrowIfNotRunning();
        var found = new TaskCompletionSource<ImmutableArray<FlowActorStatistics>>(TaskCreationOptions.RunContinuationsAsynchronously);
        _actor.Tell(new DirectorActor.GetReports(found, AnswerTimeout));
        await AnswerAsync(found.Task).ConfigureAwait(false);
        return [.. (await found.Task.ConfigureAwait(false)).OrderBy(each => each.Actor, StringComparer.Ordinal)];
    }

    /// <summary>The path of an event through the flow, as far as its actors remember: the last 1,000 steps each.</summary>
    public async Task<ImmutableArray<FlowStep>> TraceAsync(EventId id)
    {
        ThrowIfNotRunning();
        var found = new TaskCompletionSource<ImmutableArray<FlowProtocol.Traced>>(TaskCreationOptions.RunContinuationsAsynchronously);
        _actor.Tell(new DirectorActor.GetTraces(id, found, AnswerTimeout));
        await AnswerAsync(found.Task).ConfigureAwait(false);
        return [.. (await found.Task.ConfigureAwait(false)).SelectMany(trace => trace.Steps).OrderBy(step => step.Time)];
    }

    /// <summary>Stops the flow in order, if it runs; failures are not thrown here.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await StopAsync().ConfigureAwait(false);
        }
        catch (FlowEndedException)
        {
            // StopAsync and Completion are where to ask for it.
        }

        if (_ownsSystem && _system is not null) await _system.Terminate().ConfigureAwait(false);
    }

    internal FlowActor Register(string name, ModuleSpec module, FlowActorOptions? options)
    {
        GraphCheck.ThrowIfNoName(name);
        Graph = Graph.With(new FlowActorSpec(name, module, options ?? new FlowActorOptions()));
        return new FlowActor(this, name);
    }

    private void ThrowIfWrong(FlowGraph graph)
    {
        ImmutableArray<FlowProblem> problems = [.. GraphCheck.Problems(graph), .. PlaceCheck.Problems(graph, _services.Keys, _system)];
        if (!problems.IsEmpty) throw new FlowCheckException(problems);
    }

    private void Add(FlowActorPort from, FlowActorPort to, EdgeKind kind)
    {
        if (from.Actor.Director != this || to.Actor.Director != this) throw new ArgumentException("Both ends of an edge are actors of this director.");
        var start = kind switch
        {
            EdgeKind.Errors => new FlowPort(from.Actor.Name, FlowEdge.ErrorOutbox),
            EdgeKind.Logs => new FlowPort(from.Actor.Name, FlowEdge.LogOutbox),
            _ => from.AsOutbox(to.Actor.Name),
        };
        Graph = Graph.With(new FlowEdge(start, to.AsInbox(from.Actor.Name)) { Kind = kind });
    }

    private Task SetAsync(FlowGraph graph)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _actor.Tell(new DirectorActor.SetGraph(GraphDefaults.Complete(graph, ProcessLog.Spec(_system!, graph.Name)), done));
        return Task.WhenAny(done.Task, _ended.Task);
    }

    private async Task CompletionAsync()
    {
        var end = await _ended.Task.ConfigureAwait(false);
        if (end.Failure is { } failure) throw new FlowEndedException($"The flow {Graph.Name} was ended by {failure.Actor}: {failure.Message}", failure);
        if (end.Unfinished is [_, ..] left) throw new FlowEndedException($"The flow {Graph.Name} was stopped while {string.Join(", ", left.Where(name => name[0] != '_').DefaultIfEmpty("its log"))} still had events, or waited for some.", null);
    }

    [MemberNotNull(nameof(_actor))]
    private void ThrowIfNotRunning()
    {
        if (_actor is null) throw new InvalidOperationException($"The flow {Graph.Name} is not running.");
    }

    private async Task AnswerAsync(Task answer)
    {
        await Task.WhenAny(answer, _ended.Task).ConfigureAwait(false);
        if (!answer.IsCompleted) throw new FlowEndedException($"The flow {Graph.Name} has ended.", null);
        await answer.ConfigureAwait(false);
    }
}

/// <summary>Seams and limits of a flow.</summary>
public sealed record DirectorOptions
{
    public TimeProvider Time { get; init; } = TimeProvider.System;

    public IdSource Ids { get; init; } = IdSource.System;

    /// <summary>Of the links to other nodes.</summary>
    internal LinkSettings Link { get; init; } = EdgeTerms.Link;

    /// <summary>Of <see cref="MaxEventBytes"/>: 16 MiB.</summary>
    public const int DefaultMaxEventBytes = 16 * 1024 * 1024;

    /// <summary>How large an event may be that goes from one node to another; a larger one is an error event of who sends it.</summary>
    public int MaxEventBytes { get; init; } = DefaultMaxEventBytes;

    /// <summary>Steps of events that each actor remembers for <see cref="Director.TraceAsync"/>; 0: none.</summary>
    public int Trail { get; init; } = 1000;
}
