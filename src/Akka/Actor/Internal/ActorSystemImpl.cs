#nullable disable annotations
using System.Collections.Concurrent;
using System.Reflection;
using System.Text;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Configuration.Internal;
using Akka.Dispatch;
using Akka.Event;
using Akka.Event.Internal;
using Akka.Util;

namespace Akka.Actor.Internal;

/// <summary>The actor system itself: the composition root of the engine.</summary>
public class ActorSystemImpl : ExtendedActorSystem
{
    private readonly ConcurrentDictionary<Type, Lazy<object>> _extensions = new();
    private readonly TaskCompletionSource _terminated = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TerminationCallbacks _terminationCallbacks = new();
    private readonly IActorRefProvider _provider;
    private readonly IScheduler _scheduler;
    private readonly LoggerStartup _loggers;
    private readonly Dispatchers _dispatchers;
    private readonly Uids _uids;
    private IActorRef _deadLetterListener;
    private int _isTerminating;

    internal ActorSystemImpl(string name, Config config, ActorSystemSetup setup)
    {
        CheckName(name);
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(setup);
        Name = name;
        Seams = setup.Get<EngineSeams>() is { HasValue: true } seams ? seams.Value : new EngineSeams();
        _uids = new Uids(Seams.Seed);
        Settings = new Settings(this, WithFallback(config, setup), setup);
        EventStream = new EventStream(Settings.DebugEventStream) { Clock = Seams.Time };
        EventStream.StartStdoutLogger(Settings);
        Log = new BusLogging(EventStream, $"ActorSystem({name})", typeof(ActorSystem), Settings.LogFormatter);
        _scheduler = Seams.Scheduler?.Invoke(this) ?? CreateScheduler();
        StartTime = _scheduler.MonotonicClock;
        _provider = CreateProvider();
        Mailboxes = new Mailboxes(this);
        _dispatchers = new Dispatchers(this, new DefaultDispatcherPrerequisites(EventStream, _scheduler, Settings, Mailboxes));
        Serialization = new Serialization.Serialization(this);
        SerializesAllMessages = Settings.SerializeAllMessages;
        _loggers = new LoggerStartup(this);
    }

    public override string Name { get; }

    public override Settings Settings { get; }

    public override EventStream EventStream { get; }

    public override ILoggingAdapter Log { get; }

    public override IScheduler Scheduler => _scheduler;

    public override Dispatchers Dispatchers => _dispatchers;

    public override Mailboxes Mailboxes { get; }

    public override Serialization.Serialization Serialization { get; }

    public override IActorRefProvider Provider => _provider;

    public override IActorRef DeadLetters => _provider.DeadLetters;

    public override IActorRef IgnoreRef => _provider.IgnoreRef;

    public override IInternalActorRef Guardian => _provider.Guardian;

    public override IInternalActorRef SystemGuardian => _provider.SystemGuardian;

    public override IInternalActorRef LookupRoot => _provider.RootGuardian;

    public override Task WhenTerminated => _terminated.Task;

    internal EngineSeams Seams { get; }

    internal bool SerializesAllMessages { get; }

    /// <summary>In a simulation, where tasks go on that would otherwise go on in the thread pool; null in life.</summary>
    internal TaskScheduler SimulatedContinuations =>
        Seams.Executor is null ? null : field ??= new DispatcherTaskScheduler(_dispatchers.DefaultGlobalDispatcher);

    /// <summary>A random source of the caller's own, that repeats with the seed of the system.</summary>
    internal Random NewRandom() => _uids.NewRandom();

    internal long NewUid() => _uids.Next();

    public override IActorRef ActorOf(Props props, string name = null) => _provider.Guardian.Cell.AttachChild(props, name, isSystemService: false);

    public override IActorRef SystemActorOf(Props props, string name = null) => _provider.SystemGuardian.Cell.AttachChild(props, name, isSystemService: true);

    public override IActorRef SystemActorOf<TActor>(string name = null) => SystemActorOf(Props.Create<TActor>(), name);

    public override ActorSelection ActorSelection(ActorPath actorPath) => ActorRefFactoryShared.ActorSelection(actorPath, this);

    public override ActorSelection ActorSelection(string actorPath) => ActorRefFactoryShared.ActorSelection(actorPath, this, _provider.RootGuardian);

    public override void Stop(IActorRef actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ((IInternalActorRef)actor).Stop();
    }

    /// <summary>Starts the guardians, the loggers and the extensions of <c>akka.extensions</c>.</summary>
    public void Start()
    {
        try
        {
            _provider.Init(this);
            EventStream.StartUnsubscriber(this);
            _loggers.Start();
            foreach (var unknown in UnknownSettings.Find(Settings.UserConfig, EngineReferences.All()))
                Log.Warning("{0}", unknown);
            if (Settings.LogDeadLetters > 0)
            {
                _deadLetterListener = SystemActorOf<DeadLetterListener>("deadLetterListener");
                DeadLetterListener.Subscribe(EventStream, _deadLetterListener);
            }
            if (Settings.LogConfigOnStart)
                Log.Info(Settings.ToString());
            LoadExtensions();
            if (Settings.Config.GetBoolean("akka.coordinated-shutdown.run-by-clr-shutdown-hook"))
                ProcessExit.Register(this);
        }
        catch
        {
            // Whoever called Create gets the error; nothing of a half-started system must stay behind.
            Abort();
            throw;
        }
    }

    public override Task Terminate()
    {
        if (Settings.CoordinatedShutdownRunByActorSystemTerminate && Volatile.Read(ref _isTerminating) == 0)
            _ = CoordinatedShutdown.Get(this).Run(CoordinatedShutdown.ActorSystemTerminateReason.Instance);
        else
            FinalTerminate();
        return WhenTerminated;
    }

    public override void Abort() => FinalTerminate();

    public override void RegisterOnTermination(Action code) => _terminationCallbacks.Add(code);

    public override object RegisterExtension(IExtensionId extension)
    {
        ArgumentNullException.ThrowIfNull(extension);
        return _extensions.GetOrAdd(
            extension.ExtensionType,
            static (_, state) => new Lazy<object>(() => state.extension.CreateExtension(state.system)),
            (extension, system: this)).Value;
    }

    public override object GetExtension(IExtensionId extensionId)
    {
        ArgumentNullException.ThrowIfNull(extensionId);
        return TryGetExtension(extensionId.ExtensionType, out var extension) ? extension : null;
    }

    public override T GetExtension<T>() => TryGetExtension<T>(out var extension) ? extension : null;

    public override bool HasExtension(Type type) => type is not null && _extensions.ContainsKey(type);

    public override bool HasExtension<T>() => HasExtension(typeof(T));

    public override bool TryGetExtension(Type extensionType, out object extension)
    {
        extension = _extensions.TryGetValue(extensionType, out var lazy) ? lazy.Value : null;
        return extension is not null;
    }

    public override bool TryGetExtension<T>(out T extension)
    {
        extension = TryGetExtension(typeof(T), out var found) ? (T)found : null;
        return extension is not null;
    }

    public override string PrintTree()
    {
        var text = new StringBuilder();
        Print(_provider.RootGuardian, "", "");
        return text.ToString();

        void Print(IActorRef actor, string indent, string childIndent)
        {
            text.Append(indent).Append(actor.Path.Name.Length == 0 ? "/" : actor.Path.Name);
            if (actor is LocalActorRef local)
                text.Append(' ').Append(local.Cell.Actor?.GetType().Name ?? "stopped").Append(", ").Append(local.Cell.NumberOfMessages).Append(" messages");
            text.AppendLine();
            var children = (actor as ActorRefWithCell)?.Children.ToArray() ?? [];
            for (var i = 0; i < children.Length; i++)
                Print(children[i], childIndent + (i < children.Length - 1 ? "├─ " : "└─ "), childIndent + (i < children.Length - 1 ? "│  " : "   "));
        }
    }

    public override string ToString() => LookupRoot.Path.Root.Address.ToString();

    internal void FinalTerminate()
    {
        if (Interlocked.Exchange(ref _isTerminating, 1) == 1)
            return;
        if (!Settings.LogDeadLettersDuringShutdown && _deadLetterListener is not null)
            Stop(_deadLetterListener);
        if (_provider.Guardian is null)
        {
            FinishTermination(); // never started
            return;
        }
        _provider.TerminationTask.ContinueWith(
            static (_, system) => ((ActorSystemImpl)system!).FinishTermination(),
            this,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            SimulatedContinuations ?? TaskScheduler.Default);
        _provider.Guardian.Stop();
    }

    internal IReadOnlyList<IActorRef> StopLoggers() => _loggers.Stop();

    internal object SerializeAndDeserialize(object message, IActorRef recipient) => message is INoSerializationVerificationNeeded
        ? message
        : Serialization.RoundTrip(message, recipient);

    private static Config WithFallback(Config config, ActorSystemSetup setup) =>
        setup.Get<BootstrapSetup>() is { HasValue: true, Value.ConfigFallback: { HasValue: true } fallback } ? config.WithFallback(fallback.Value) : config;

    private static void CheckName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length == 0 || !char.IsAsciiLetterOrDigit(name[0]) || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
            throw new ArgumentException($"Invalid actor system name '{name}': it holds letters, digits, '-' and '_' only and starts with a letter or digit", nameof(name));
    }

    private IScheduler CreateScheduler()
    {
        var name = Settings.SchedulerClass;
        if (name == "Akka.Actor.HashedWheelTimerScheduler")
            return new HashedWheelTimerScheduler(Settings.Config, Log, Seams.Time);
        if (TypeNames.Resolve(name) is not { } type || !typeof(IScheduler).IsAssignableFrom(type))
            throw new ConfigurationException($"akka.scheduler.implementation = '{name}' is not the assembly-qualified name of an {nameof(IScheduler)}");
        return (IScheduler)Activator.CreateInstance(type, Settings.Config, Log);
    }

    private IActorRefProvider CreateProvider()
    {
        if (Settings.ProviderSelectionType is ProviderSelection.Local || Settings.ProviderClass == typeof(LocalActorRefProvider).FullName)
            return new LocalActorRefProvider(Name, Settings, EventStream);
        if (TypeNames.Resolve(Settings.ProviderClass) is not { } type || !typeof(IActorRefProvider).IsAssignableFrom(type))
            throw new ConfigurationException($"akka.actor.provider = '{Settings.ProviderClass}' is unknown: expected local, remote, cluster "
                + $"or the assembly-qualified name of an {nameof(IActorRefProvider)}; is the package that has it referenced?");
        try
        {
            return (IActorRefProvider)Activator.CreateInstance(type, Name, Settings, EventStream);
        }
        catch (TargetInvocationException e) when (e.InnerException is { } inner)
        {
            throw new ConfigurationException($"akka.actor.provider = '{Settings.ProviderClass}' cannot be made: {inner.Message}", inner);
        }
    }

    private void LoadExtensions()
    {
        foreach (var name in Settings.Config.GetStringList("akka.extensions"))
        {
            if (TypeNames.Resolve(name) is not { } type || !typeof(IExtensionId).IsAssignableFrom(type))
                throw new ConfigurationException($"akka.extensions: '{name}' is not the assembly-qualified name of an {nameof(IExtensionId)}");
            RegisterExtension((IExtensionId)Activator.CreateInstance(type));
        }
    }

    private void FinishTermination()
    {
        _terminationCallbacks.Run(Log);
        (_scheduler as IDisposable)?.Dispose();
        _dispatchers?.Shutdown();
        _terminated.TrySetResult();
    }
}
