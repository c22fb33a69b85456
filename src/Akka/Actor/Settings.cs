#nullable disable annotations
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Event;
using Akka.Event.Internal;
using Akka.Util;

namespace Akka.Actor;

/// <summary>What the engine reads from a system's config when it is created.</summary>
public class Settings
{
    private Config _fallback = ConfigurationFactory.Default();

    public Settings(ActorSystem system, Config config) : this(system, config, ActorSystemSetup.Empty) { }

    /// <exception cref="ConfigurationException">A setting has a wrong value.</exception>
    public Settings(ActorSystem system, Config config, ActorSystemSetup setup)
    {
        Setup = setup;
        System = system;
        UserConfig = config;
        Config = config.SafeWithFallback(_fallback);

        ConfigVersion = Config.GetString("akka.version");
        var selected = setup.Get<BootstrapSetup>() is { HasValue: true, Value.ActorRefProvider: { HasValue: true } provider }
            ? provider.Value
            : ProviderSelection.GetProvider(Config.GetString("akka.actor.provider"));
        ProviderSelectionType = selected;
        ProviderClass = selected.Fqn;
        HasCluster = selected.HasCluster;
        SupervisorStrategyClass = Config.GetString("akka.actor.guardian-supervisor-strategy");

        AskTimeout = Config.GetTimeSpan("akka.actor.ask-timeout", Timeout.InfiniteTimeSpan);
        SerializeAllMessages = Config.GetBoolean("akka.actor.serialize-messages");

        LogLevel = Level("akka.loglevel");
        StdoutLogLevel = Level("akka.stdout-loglevel");
        Loggers = Config.GetStringList("akka.loggers");
        LoggersDispatcher = Config.GetString("akka.loggers-dispatcher");
        LoggerStartTimeout = Config.GetTimeSpan("akka.logger-startup-timeout");
        LoggerAsyncStart = Config.GetBoolean("akka.logger-async-start");
        LogConfigOnStart = Config.GetBoolean("akka.log-config-on-start");
        LogDeadLetters = Count("akka.log-dead-letters");
        LogDeadLettersDuringShutdown = Config.GetBoolean("akka.log-dead-letters-during-shutdown");
        LogDeadLettersSuspendDuration = Config.GetTimeSpan("akka.log-dead-letters-suspend-duration");
        LogFilter = setup.Get<LogFilterSetup>() is { HasValue: true } filters ? filters.Value.CreateEvaluator() : LogFilterEvaluator.NoFilters;
        LogFormatter = (ILogMessageFormatter)New("akka.logger-formatter", typeof(ILogMessageFormatter)) ?? DefaultLogMessageFormatter.Instance;
        StdoutLogger = (MinimalLogger)New("akka.stdout-logger-class", typeof(MinimalLogger)) ?? new StandardOutLogger();
        StdoutLogger.Filter = LogFilter;

        AddLoggingReceive = Config.GetBoolean("akka.actor.debug.receive");
        DebugAutoReceive = Config.GetBoolean("akka.actor.debug.autoreceive");
        DebugLifecycle = Config.GetBoolean("akka.actor.debug.lifecycle");
        DebugEventStream = Config.GetBoolean("akka.actor.debug.event-stream");
        DebugUnhandledMessage = Config.GetBoolean("akka.actor.debug.unhandled");
        DebugTimerScheduler = Config.GetBoolean("akka.actor.debug.log-timers");

        SchedulerClass = Config.GetString("akka.scheduler.implementation");
        SchedulerShutdownTimeout = Config.GetTimeSpan("akka.scheduler.shutdown-timeout");
        CoordinatedShutdownTerminateActorSystem = Config.GetBoolean("akka.coordinated-shutdown.terminate-actor-system");
        CoordinatedShutdownRunByActorSystemTerminate = Config.GetBoolean("akka.coordinated-shutdown.run-by-actor-system-terminate");
    }

    /// <summary>What the user wrote, without the reference configurations.</summary>
    internal Config UserConfig { get; }

    public ActorSystem System { get; }

    public ActorSystemSetup Setup { get; }

    /// <summary>The user's config over all reference configs.</summary>
    public Config Config { get; private set; }

    public string ConfigVersion { get; }

    public string ProviderClass { get; }

    public ProviderSelection ProviderSelectionType { get; }

    public bool HasCluster { get; }

    public string SupervisorStrategyClass { get; }

    /// <summary><see cref="Timeout.InfiniteTimeSpan"/> by default.</summary>
    public TimeSpan AskTimeout { get; }

    public bool SerializeAllMessages { get; }

    public string LogLevel { get; }

    public string StdoutLogLevel { get; }

    public MinimalLogger StdoutLogger { get; }

    public IList<string> Loggers { get; }

    public string LoggersDispatcher { get; }

    public TimeSpan LoggerStartTimeout { get; }

    public bool LoggerAsyncStart { get; }

    public ILogMessageFormatter LogFormatter { get; }

    public LogFilterEvaluator LogFilter { get; }

    public bool LogConfigOnStart { get; }

    /// <summary>0 for off, <see cref="int.MaxValue"/> for on without limit.</summary>
    public int LogDeadLetters { get; }

    public bool LogDeadLettersDuringShutdown { get; }

    public TimeSpan LogDeadLettersSuspendDuration { get; }

    public bool AddLoggingReceive { get; }

    public bool DebugAutoReceive { get; }

    public bool DebugLifecycle { get; }

    public bool DebugEventStream { get; }

    public bool DebugUnhandledMessage { get; }

    public bool DebugTimerScheduler { get; }

    public string SchedulerClass { get; }

    public TimeSpan SchedulerShutdownTimeout { get; }

    public bool CoordinatedShutdownTerminateActorSystem { get; }

    public bool CoordinatedShutdownRunByActorSystemTerminate { get; }

    /// <summary>Adds the reference config of an extension below the user's config and above those added before.</summary>
    public void InjectTopLevelFallback(Config config)
    {
        _fallback = config.SafeWithFallback(_fallback);
        Config = UserConfig.SafeWithFallback(_fallback);
    }

    public override string ToString() => Config.ToString();

    private string Level(string path)
    {
        var name = Config.GetString(path);
        return LogLevels.IsKnown(name) ? name : throw new ConfigurationException($"{path}: unknown level [{name}]. Known: {LogLevels.KnownNames}.");
    }

    private int Count(string path) => Config.GetString(path).ToUpperInvariant() switch
    {
        "ON" or "TRUE" => int.MaxValue,
        "OFF" or "FALSE" => 0,
        _ => Config.GetInt(path),
    };

    /// <returns>Null if the setting is empty or names the default formatter, whose one instance has no public constructor.</returns>
    private object New(string path, Type needed)
    {
        var name = Config.GetString(path);
        if (string.IsNullOrEmpty(name)) return null;
        var type = TypeNames.Resolve(name);
        if (type is null || !needed.IsAssignableFrom(type))
            throw new ConfigurationException($"{path}: [{name}] is not a class that is a {needed}.");
        if (type == typeof(DefaultLogMessageFormatter)) return DefaultLogMessageFormatter.Instance;
        return Activator.CreateInstance(type);
    }
}
