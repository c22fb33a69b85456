#nullable disable annotations
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
        var started = new List<Task<object>>();
        foreach (var name in _settings.Loggers)
        {
            var type = TypeNames.Resolve(name)
                ?? throw new Configuration.ConfigurationException($"akka.loggers: unknown class [{name}].");
            if (type == typeof(StandardOutLogger)) keepStdout = true;
            else started.Add(Start(type));
        }

        if (!_settings.LoggerAsyncStart) AwaitReplies(started);
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

    private Task<object> Start(Type type)
    {
        var props = Props.Create(type).WithDispatcher(_settings.LoggersDispatcher);
        var logger = system.SystemActorOf(props, $"log{_running.Count + 1}-{type.Name}");
        _running.Add(logger);
        _bus.AddLogger(logger);
        return logger.Ask<object>(new InitializeLogger(_bus), _settings.LoggerStartTimeout);
    }

    private void AwaitReplies(List<Task<object>> started)
    {
        for (var i = 0; i < started.Count; i++)
        {
            try
            {
                started[i].GetAwaiter().GetResult();
            }
            catch (AskTimeoutException)
            {
                _bus.Publish(new Warning(nameof(LoggerStartup), typeof(LoggerStartup),
                    $"Logger {_running[i].Path} did not initialize within {_settings.LoggerStartTimeout} (akka.logger-startup-timeout); it stays subscribed."));
            }
        }
    }
}
