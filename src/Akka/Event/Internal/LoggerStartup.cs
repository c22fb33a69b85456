using Akka.Actor;
using Akka.Actor.Internal;
using Akka.Util;

namespace Akka.Event.Internal;

/// <summary>Starts and stops the loggers that the config names; the stdout logger serves before and after them.</summary>
internal sealed class LoggerStartup(ActorSystemImpl system)
{
    private readonly EventStream _bus = system.EventStream;
    private readonly Settings _settings = system.Settings;
    private readonly List<IActorRef> _running = [];

    /// <exception cref="Configuration.ConfigurationException">A logger's class is unknown.</exception>
    public void Start()
    {
        var level = LogLevels.Parse(_settings.LogLevel);
        var keepStdout = _settings.Loggers.Count == 0;
        var started = new List<(IActorRef Logger, Task<object> Reply)>();
        foreach (var name in _settings.Loggers)
        {
            var type = TypeNames.Resolve(name)
                ?? throw new Configuration.ConfigurationException($"akka.loggers: unknown class [{name}].");
            if (type == typeof(StandardOutLogger)) keepStdout = true;
            else if (Start(type) is { } reply) started.Add((_running[^1], reply));
        }

        if (!_settings.LoggerAsyncStart)
            foreach (var (logger, reply) in started) AwaitReply(logger, reply);
        if (!keepStdout) _bus.RemoveLogger(_settings.StdoutLogger);
        _bus.SetLogLevel(level);
        if (_settings.DebugUnhandledMessage)
            _bus.Subscribe(system.SystemActorOf(Props.Create<UnhandledMessageForwarder>(), "UnhandledMessageForwarder"), typeof(UnhandledMessage));
    }

    /// <summary>What is logged from here on goes to the stdout logger, at its own level. The loggers write what they have and stop.</summary>
    /// <returns>The loggers: the system must not end before them.</returns>
    public IReadOnlyList<IActorRef> Stop()
    {
        _bus.RemoveLogger(_settings.StdoutLogger);
        foreach (var logger in _running)
        {
            _bus.RemoveLogger(logger);
            logger.Tell(PoisonPill.Instance, ActorRefs.NoSender);
        }
        _bus.StartStdoutLogger(_settings);
        return _running;
    }

    /// <returns>Null for the default logger: it has nothing to start, and nobody needs to wait for it.</returns>
    private Task<object>? Start(Type type)
    {
        var props = Props.Create(type).WithDispatcher(_settings.LoggersDispatcher);
        var logger = system.SystemActorOf(props, $"log{_running.Count + 1}-{type.Name}");
        _running.Add(logger);
        // Sent before the logger is subscribed, so that it comes before all events.
        var initialize = new InitializeLogger(_bus);
        Task<object>? started = null;
        if (type == typeof(DefaultLogger)) logger.Tell(initialize, ActorRefs.NoSender);
        // Whoever waits does so on this thread, and needs no timer.
        else started = logger.Ask<object>(initialize, _settings.LoggerAsyncStart ? _settings.LoggerStartTimeout : Timeout.InfiniteTimeSpan);
        _bus.AddLogger(logger);
        return started;
    }

    private void AwaitReply(IActorRef logger, Task<object> started)
    {
        if (Task.WaitAny([started], _settings.LoggerStartTimeout) == 0)
            started.GetAwaiter().GetResult();
        else
            _bus.Publish(new Warning(nameof(LoggerStartup), typeof(LoggerStartup),
                $"Logger {logger.Path} did not initialize within {_settings.LoggerStartTimeout} (akka.logger-startup-timeout); it stays subscribed."));
    }
}
