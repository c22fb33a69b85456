using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Actor.Internal;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Simulation.Time;

namespace Akka.Simulation.Actor;

/// <summary>An actor system that runs in the thread of the test: what is to be done waits in a queue, and time stands still.</summary>
internal sealed class OneThread
{
    private readonly ConcurrentQueue<IRunnable> _ready = new();
    private HashedWheelTimerScheduler? _scheduler;

    public OneThread(string config = "")
    {
        var seams = new EngineSeams { Time = Clock, Seed = 1, Executor = _ready.Enqueue, Scheduler = MakeScheduler };
        var quiet = ConfigurationFactory.ParseString(config).WithFallback("akka { loggers = [], stdout-loglevel = OFF }");
        System = ActorSystem.Create("one", ActorSystemSetup.Create(BootstrapSetup.Create().WithConfig(quiet), seams));
    }

    public ManualClock Clock { get; } = new();

    public ActorSystem System { get; }

    /// <summary>Does all that there is to do now.</summary>
    public void Run()
    {
        // The test runner's context would take every await out of this thread.
        var runner = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            while (_ready.TryDequeue(out var work)) work.Run();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(runner);
        }
    }

    public void Advance(TimeSpan time)
    {
        Run();
        Clock.Advance(time);
        _scheduler!.Turn();
        Run();
    }

    private HashedWheelTimerScheduler MakeScheduler(ActorSystemImpl system) =>
        _scheduler = new HashedWheelTimerScheduler(system.Settings.Config, system.Log, Clock, ownThread: false);
}
