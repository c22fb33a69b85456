#nullable disable annotations
using Akka.Actor;
using Akka.Dispatch;

namespace Akka.Event;

/// <summary>The logger that a system has if its config names no other: to the console.</summary>
public class DefaultLogger : ActorBase, IRequiresMessageQueue<ILoggerMessageQueueSemantics>
{
    private LogFilterEvaluator _filter = LogFilterEvaluator.NoFilters;

    protected override bool Receive(object message)
    {
        switch (message)
        {
            case InitializeLogger:
                _filter = Context.System.Settings.LogFilter;
                Sender.Tell(new LoggerInitialized(), Self);
                return true;
            case LogEvent logEvent:
                Print(logEvent);
                return true;
            default:
                return false;
        }
    }

    protected virtual void Print(LogEvent logEvent) => StandardOutLogger.Print(logEvent, _filter);
}
