using Akka.Actor;
using Akka.Dispatch;

namespace Akka.Event;

/// <summary>
/// The first message of every logger. It subscribes itself to the bus if it wants more than the engine subscribes it to, and replies with
/// <see cref="LoggerInitialized"/> within <c>akka.logger-startup-timeout</c>.
/// </summary>
public class InitializeLogger(LoggingBus loggingBus) : INoSerializationVerificationNeeded
{
    public LoggingBus LoggingBus { get; } = loggingBus;
}

/// <summary>A logger's reply to <see cref="InitializeLogger"/>.</summary>
public class LoggerInitialized : INoSerializationVerificationNeeded, IDeadLetterSuppression;

/// <summary>The message queue of loggers.</summary>
public interface ILoggerMessageQueueSemantics : ISemantics;
