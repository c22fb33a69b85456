#nullable disable annotations
using Akka.Actor;

namespace Akka.Event;

/// <summary>A logger that is not an actor: it logs on the caller's thread, and works before and after the system runs.</summary>
public abstract class MinimalLogger : MinimalActorRef
{
    private static readonly Address NoSystem = new("akka", "all-systems");

    protected MinimalLogger() => Path = new RootActorPath(NoSystem, "/" + GetType().Name);

    public LogFilterEvaluator Filter { get; internal set; } = LogFilterEvaluator.NoFilters;

    public sealed override ActorPath Path { get; }

    /// <exception cref="NotSupportedException">Always: it belongs to no system.</exception>
    public sealed override IActorRefProvider Provider => throw new NotSupportedException($"{GetType().Name} belongs to no actor system.");

    protected abstract void Log(object message);

    protected sealed override void TellInternal(object message, IActorRef sender)
    {
        ArgumentNullException.ThrowIfNull(message);
        Log(message);
    }
}
