using System.Collections.Concurrent;
using Akka.Actor.Internal;
using Akka.Configuration;

namespace Akka.Dispatch;

/// <summary>Finds dispatchers by the path of their configuration.</summary>
public sealed class Dispatchers
{
    public const string DefaultDispatcherId = "akka.actor.default-dispatcher";

    public const string DefaultBlockingDispatcherId = "akka.actor.default-blocking-io-dispatcher";

    internal const string InternalDispatcherId = "akka.actor.internal-dispatcher";

    private readonly ConcurrentDictionary<string, MessageDispatcherConfigurator> _configurators = new();
    private readonly ActorSystemImpl _system;
    private MessageDispatcher? _default;

    internal Dispatchers(ActorSystemImpl system, IDispatcherPrerequisites prerequisites)
    {
        _system = system;
        Prerequisites = prerequisites;
    }

    public IDispatcherPrerequisites Prerequisites { get; }

    public Config DefaultDispatcherConfig => _system.Settings.Config.GetConfig(DefaultDispatcherId);

    public MessageDispatcher DefaultGlobalDispatcher => _default ??= Lookup(DefaultDispatcherId);

    internal MessageDispatcher InternalDispatcher => Lookup(InternalDispatcherId);

    /// <exception cref="ConfigurationException">Nothing is configured under that path, or it is wrong.</exception>
    public MessageDispatcher Lookup(string dispatcherName)
    {
        // Almost every actor uses the default one.
        if (ReferenceEquals(dispatcherName, DefaultDispatcherId) && _default is not null)
            return _default;
        return _configurators.GetOrAdd(dispatcherName, Configurator).Dispatcher();
    }

    public bool HasDispatcher(string id) => _configurators.ContainsKey(id) || _system.Settings.Config.HasPath(id);

    /// <returns>False if the id was registered before.</returns>
    public bool RegisterConfigurator(string id, MessageDispatcherConfigurator configurator) => _configurators.TryAdd(id, configurator);

    internal void Shutdown()
    {
        foreach (var configurator in _configurators.Values)
            (configurator as SharedDispatcherConfigurator)?.Shutdown();
    }

    private MessageDispatcherConfigurator Configurator(string id)
    {
        var root = _system.Settings.Config;
        if (!root.HasPath(id) || root.GetConfig(id) is not { } own)
            throw new ConfigurationException($"Dispatcher [{id}] is not configured");
        // A section may name another one's path instead of repeating it.
        var config = own.WithFallback(DefaultDispatcherConfig);
        return new SharedDispatcherConfigurator(config, Prerequisites, id, Maker(id, config));
    }

    private Func<MessageDispatcherConfigurator, MessageDispatcher> Maker(string id, Config config)
    {
        if (_system.Seams.Executor is { } executor)
            return configurator => new SeamDispatcher(configurator, executor);
        var type = config.GetString("type");
        return (type, config.GetString("executor")) switch
        {
            (null or "", _) => throw new ConfigurationException($"{id}.type is missing"),
            ("Dispatcher", "fork-join-executor") or ("ForkJoinDispatcher", _) =>
                configurator => new DedicatedThreadsDispatcher(configurator, id, DedicatedThreads.Count(id, config)),
            ("Dispatcher", "default-executor" or "thread-pool-executor" or "task-executor" or null) or ("TaskDispatcher", _) =>
                configurator => new PoolDispatcher(configurator),
            ("PinnedDispatcher", _) => configurator => new PinnedDispatcher(configurator, id),
            ("SynchronizedDispatcher", _) or ("Dispatcher", "current-context-executor") => configurator => new SynchronizedDispatcher(configurator, id),
            ("Dispatcher", var unknown) => throw new ConfigurationException(
                $"{id}.executor = '{unknown}' is unknown: expected default-executor, thread-pool-executor, task-executor, fork-join-executor or current-context-executor"),
            _ => Custom(id, type, config),
        };
    }

    private Func<MessageDispatcherConfigurator, MessageDispatcher> Custom(string id, string type, Config config)
    {
        if (Type.GetType(type) is not { } found || !typeof(MessageDispatcherConfigurator).IsAssignableFrom(found))
            throw new ConfigurationException($"{id}.type = '{type}' is unknown: expected Dispatcher, PinnedDispatcher, ForkJoinDispatcher, TaskDispatcher, "
                + $"SynchronizedDispatcher or the assembly-qualified name of a {nameof(MessageDispatcherConfigurator)}");
        var made = (MessageDispatcherConfigurator)Activator.CreateInstance(found, config, Prerequisites)!;
        return _ => made.Dispatcher();
    }
}
