#nullable disable annotations
using Akka.Event;
using Akka.TestKit.Internal;
using Akka.TestKit.TestEvent;

namespace Akka.TestKit;

/// <summary>The logger that event filters work through: prints what no muted filter picks. Dead letters and unhandled messages count as warnings.</summary>
public class TestEventListener : DefaultLogger
{
    private readonly List<EventFilterBase> _filters = [];

    protected override bool Receive(object message)
    {
        switch (message)
        {
            case InitializeLogger initialize:
                foreach (var type in new[] { typeof(Mute), typeof(Unmute), typeof(DeadLetter), typeof(UnhandledMessage) })
                    initialize.LoggingBus.Subscribe(Self, type);
                Sender.Tell(new LoggerInitialized(), Self);
                break;
            case Mute mute:
                _filters.AddRange(mute.Filters);
                break;
            case Unmute unmute:
                foreach (var filter in unmute.Filters) _filters.Remove(filter);
                break;
            case LogEvent logged:
                PrintUnlessMuted(logged);
                break;
            case DeadLetter letter:
                PrintUnlessMuted(new Warning(letter.Recipient.Path.ToString(), letter.Recipient.GetType(), letter));
                break;
            case UnhandledMessage unhandled:
                var text = $"Unhandled message from {unhandled.Sender}: {unhandled.Message}";
                PrintUnlessMuted(new Warning(unhandled.Recipient.Path.ToString(), unhandled.Recipient.GetType(), text));
                break;
            default:
                return false;
        }

        return true;
    }

    // Every filter sees the event, not only the first that matches: each counts for its own expectation.
    private void PrintUnlessMuted(LogEvent logged)
    {
        var isMuted = false;
        foreach (var filter in _filters) isMuted |= filter.Apply(logged);
        if (!isMuted) Print(logged);
    }
}
