using Akka.Event;

namespace Akka.Actor.Internal;

/// <summary>What is to run after the last actor has stopped; last in, first out.</summary>
internal sealed class TerminationCallbacks
{
    // Guards the list and whether it has run: code added later would otherwise never run.
    private readonly Lock _gate = new();
    private readonly Stack<Action> _callbacks = new();
    private bool _isDone;

    public void Add(Action code)
    {
        ArgumentNullException.ThrowIfNull(code);
        lock (_gate)
        {
            if (_isDone)
                throw new InvalidOperationException("The actor system has terminated: nothing more can be registered to run at its end");
            _callbacks.Push(code);
        }
    }

    public void Run(ILoggingAdapter log)
    {
        while (Next() is { } code)
        {
            try
            {
                code();
            }
            catch (Exception e)
            {
                // The others still have to run.
                log.Error(e, "Code registered for termination threw");
            }
        }
    }

    private Action? Next()
    {
        lock (_gate)
        {
            if (_callbacks.TryPop(out var code))
                return code;
            _isDone = true;
            return null;
        }
    }
}
