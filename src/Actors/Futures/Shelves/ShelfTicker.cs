using Akka.Actor;

namespace Actors.Futures.Shelves;

/// <summary>Lets a shelf forget clients that are silent.</summary>
internal sealed class ShelfTicker(Shelf shelf, TimeProvider time) : UntypedActor, IWithTimers
{
    public const string ActorName = "shelf-ticker";

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(Shelf shelf, TimeProvider time) => Akka.Actor.Props.Create(() => new ShelfTicker(shelf, time));

    protected override void PreStart() => Timers.StartPeriodicTimer(nameof(Tick), Tick.Instance, TimeSpan.FromSeconds(1));

    protected override void OnReceive(object message)
    {
        if (message is Tick)
            shelf.Tick(time.GetElapsedTime(0));
        else
            Unhandled(message);
    }

    private sealed class Tick
    {
        public static readonly Tick Instance = new();
    }
}
