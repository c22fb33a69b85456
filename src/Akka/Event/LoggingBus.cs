#nullable disable annotations
using Akka.Actor;
using Akka.Event.Internal;

namespace Akka.Event;

/// <summary>An event bus that classifies events by their type and feeds loggers, each subscribed to the events at or above the level.</summary>
public class LoggingBus : ActorEventBus<object, Type>
{
    // Guards the level together with the loggers' subscriptions that follow from it. Readers of the level take no lock: a log call that
    // runs while the level changes may see either.
    private readonly Lock _lock = new();
    private readonly List<IActorRef> _loggers = [];
    private LogLevel _logLevel = LogLevel.DebugLevel;

    /// <summary>Events below it are not published.</summary>
    public LogLevel LogLevel => _logLevel;

    /// <summary>Stamps log events; a simulation sets its own.</summary>
    internal TimeProvider Clock { get; set; } = TimeProvider.System;

    public void SetLogLevel(LogLevel logLevel)
    {
        lock (_lock)
        {
            _logLevel = logLevel;
            foreach (var logger in _loggers) SubscribeByLevel(logger, logLevel);
        }
    }

    /// <summary>Adds the logger for the time before and after the configured ones run.</summary>
    public void StartStdoutLogger(Settings config)
    {
        SetLogLevel(LogLevels.Parse(config.StdoutLogLevel));
        AddLogger(config.StdoutLogger);
    }

    internal void AddLogger(IActorRef logger)
    {
        lock (_lock)
        {
            _loggers.Add(logger);
            SubscribeByLevel(logger, _logLevel);
        }
    }

    internal void RemoveLogger(IActorRef logger)
    {
        lock (_lock)
        {
            _loggers.Remove(logger);
            Unsubscribe(logger);
        }
    }

    protected override bool IsSubClassification(Type parent, Type child) => parent.IsAssignableFrom(child);

    protected override void Publish(object @event, IActorRef subscriber) => subscriber.Tell(@event, ActorRefs.NoSender);

    protected override bool Classify(object @event, Type classifier) => classifier.IsInstanceOfType(@event);

    protected override Type GetClassifier(object @event) => @event.GetType();

    private void SubscribeByLevel(IActorRef logger, LogLevel lowest)
    {
        foreach (var level in LogLevels.All)
            if (level >= lowest) Subscribe(logger, level.ClassFor());
            else Unsubscribe(logger, level.ClassFor());
    }
}
