using Akka.Event;

namespace Akka.TestKit;

/// <summary>Picks log events.</summary>
public interface IEventFilter
{
    /// <returns>Whether this one is picked; a muted filter then keeps it from being printed.</returns>
    bool Apply(LogEvent logEvent);
}

/// <summary>What <see cref="IEventFilterApplier.Mute()"/> gives: ends the muting, at the latest on disposal.</summary>
public interface IUnmutableFilter : IDisposable
{
    void Unmute();
}
