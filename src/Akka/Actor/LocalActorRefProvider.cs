using Akka.Actor.Internal;
using Akka.Event;

namespace Akka.Actor;

/// <summary>References of one process.</summary>
public sealed class LocalActorRefProvider : IActorRefProvider
{
    private readonly EventStream _eventStream;
    private readonly Dictionary<string, IInternalActorRef> _extraNames = [];
    private readonly ActorPath _tempNode;
    private ActorSystemImpl _system = null!;
    private VirtualPathContainer _tempContainer = null!;
    private RootGuardianSupervisor _supervisor = null!;
    private long _nextTemp;

    public LocalActorRefProvider(string systemName, Settings settings, EventStream eventStream) : this(systemName, settings, eventStream, null, null) { }

    public LocalActorRefProvider(string systemName, Settings settings, EventStream eventStream, Deployer? deployer, Func<ActorPath, IInternalActorRef>? deadLettersFactory)
    {
        Settings = settings;
        _eventStream = eventStream;
        Deployer = deployer ?? new Deployer(settings);
        RootPath = new RootActorPath(new Address("akka", systemName));
        _tempNode = RootPath / "temp";
        var deadLetters = RootPath / "deadLetters";
        DeadLetters = deadLettersFactory?.Invoke(deadLetters) ?? new DeadLetterActorRef(this, deadLetters, eventStream);
        IgnoreRef = new IgnoreActorRef(this);
    }

    public Settings Settings { get; }

    public Deployer Deployer { get; }

    public ActorPath RootPath { get; }

    public IActorRef DeadLetters { get; }

    public IActorRef IgnoreRef { get; }

    public IInternalActorRef RootGuardian { get; private set; } = null!;

    public LocalActorRef Guardian { get; private set; } = null!;

    public LocalActorRef SystemGuardian { get; private set; } = null!;

    public IInternalActorRef TempContainer => _tempContainer;

    public Task TerminationTask => _supervisor.Terminated;

    public Address DefaultAddress => RootPath.Address;

    public EventStream EventStream => _eventStream;

    public ILoggingAdapter Log { get; private set; } = null!;

    public void Init(ActorSystemImpl system) => Init(system, this);

    /// <param name="system">The system that is starting.</param>
    /// <param name="provider">The provider that references shall name as theirs: this one, or the remote one around it.</param>
    internal void Init(ActorSystemImpl system, IActorRefProvider provider)
    {
        _system = system;
        Log = Logging.GetLogger(_eventStream, "LocalActorRefProvider");
        _supervisor = new RootGuardianSupervisor((RootActorPath)RootPath, provider, Log);

        var rootProps = Props.Create<RootGuardianActor>().WithSupervisorStrategy(new OneForOneStrategy(e =>
        {
            Log.Error(e, "A guardian failed: stopping the actor system");
            return Directive.Stop;
        }, loggingEnabled: false));
        var root = NewGuardian(rootProps, _supervisor, RootPath);
        RootGuardian = root;
        _tempContainer = new VirtualPathContainer(provider, _tempNode, root);

        var strategy = SupervisorStrategyConfigurator.CreateConfigurator(Settings.SupervisorStrategyClass).Create();
        Guardian = NewGuardian(Props.Create<UserGuardianActor>().WithSupervisorStrategy(strategy), root, RootPath / "user");
        SystemGuardian = NewGuardian(Props.Create(() => new SystemGuardianActor(Guardian)), root, RootPath / "system");
        root.Cell.AddGuardian(Guardian);
        root.Cell.AddGuardian(SystemGuardian);
        root.Start();
        root.Cell.SendSystemMessage(new Dispatch.SysMsg.Watch(SystemGuardian, root));
        Guardian.Start();
        SystemGuardian.Start();
    }

    public void RegisterExtraName(string name, IInternalActorRef actor) => _extraNames.Add(name, actor);

    public ActorPath TempPath() => new ChildActorPath(_tempNode, "$" + Interlocked.Increment(ref _nextTemp).ToString("x"), 0);

    public void RegisterTempActor(IInternalActorRef actorRef, ActorPath path) => _tempContainer.AddChild(path.Name, actorRef);

    public void UnregisterTempActor(ActorPath path) => _tempContainer.RemoveChild(path.Name);

    public IInternalActorRef ActorOf(ActorSystemImpl system, Props props, IInternalActorRef supervisor, ActorPath path, bool systemService, Deploy? deploy,
        bool lookupDeploy, bool async)
    {
        if (deploy is not null)
            props = props.WithDeploy(deploy);
        if (lookupDeploy && !Deployer.IsEmpty && Deployer.Lookup(path) is { } configured)
            props = props.WithDeploy(configured);
        var dispatcher = system.Dispatchers.Lookup(props.Dispatcher);
        var mailbox = system.Mailboxes.GetMailboxType(props, dispatcher);
        return new LocalActorRef(system, props, dispatcher, mailbox, supervisor, path);
    }

    public Address? GetExternalAddressFor(Address address) => address == RootPath.Address ? address : null;

    public IActorRef RootGuardianAt(Address address) => address == RootPath.Address ? RootGuardian : DeadLetters;

    public IActorRef ResolveActorRef(string path) =>
        IgnoreActorRef.IsIgnoreRefPath(path) ? IgnoreRef
        : ActorPath.TryParse(path, out var parsed) && parsed.Address == RootPath.Address ? ResolveLocal(RootGuardian, parsed)
        : DeadLetters;

    public IActorRef ResolveActorRef(ActorPath path) => path.Root.Equals(RootPath) ? ResolveLocal(RootGuardian, path) : DeadLetters;

    /// <summary>Finds the actor at a path of this node; where there is none, a reference that says so to everybody who watches or asks it.</summary>
    internal IInternalActorRef ResolveLocal(IInternalActorRef start, ActorPath path)
    {
        var elements = path.Elements;
        if (elements.Count == 0)
            return start;
        var found = elements[0] switch
        {
            "temp" => _tempContainer.GetChild([.. elements.Skip(1)]),
            "deadLetters" when elements.Count == 1 => DeadLetters,
            var name when _extraNames.TryGetValue(name, out var extra) => extra.GetChild([.. elements.Skip(1)]),
            _ => start.GetChild(elements),
        };
        if (found.IsNobody() || path.Uid != 0 && found.Path.Uid != 0 && found.Path.Uid != path.Uid)
            return new EmptyLocalActorRef(_system.Provider, path, _eventStream);
        return (IInternalActorRef)found;
    }

    private LocalActorRef NewGuardian(Props props, IInternalActorRef parent, ActorPath path) =>
        new(_system, props, _system.Dispatchers.InternalDispatcher, null, parent, path);
}
