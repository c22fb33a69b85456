using Akka.Actor;

namespace Akka.TestKit.Internal;

/// <summary>What a <see cref="TestScheduler"/> will run, once or, with an interval, until it is cancelled.</summary>
internal sealed record ScheduledWork(DateTimeOffset Due, TimeSpan? Interval, Action Action, ICancelable? Cancelable)
{
    public bool IsCancelled => Cancelable is { IsCancellationRequested: true };

    public void Run() => Action();
}
