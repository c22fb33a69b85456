using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Akka.Actor;
using Akka.Configuration;

namespace Akka.Dispatch;

/// <summary>Runs actors on threads of its own: for work that blocks, and for work that must not wait behind such.</summary>
[SuppressMessage("Reliability", "CA1001", Justification = "the queue is completed by Shutdown when the actor system ends; its threads drain it")]
internal sealed class DedicatedThreadsDispatcher : MessageDispatcher
{
    private readonly BlockingCollection<IRunnable> _queue = [];
    private readonly string _name;

    public DedicatedThreadsDispatcher(MessageDispatcherConfigurator configurator, string name, int threads) : base(configurator)
    {
        _name = name;
        for (var i = 0; i < threads; i++)
            new Thread(Work) { IsBackground = true, Name = $"{name}-{i}" }.UnsafeStart(); // without what flows with our caller
    }

    protected override void ExecuteTask(IRunnable run)
    {
        try
        {
            _queue.Add(run);
        }
        catch (InvalidOperationException)
        {
            // Shut down: an actor that outlives its system's end is drained by the pool.
            Pool.Queue(run, preferLocal: false);
        }
    }

    internal override void Shutdown() => _queue.CompleteAdding();

    private void Work()
    {
        var ambience = Ambience.OfThread();
        foreach (var run in _queue.GetConsumingEnumerable())
        {
            try
            {
                run.Run();
            }
            catch (Exception e)
            {
                // Cells never throw; other work must not end the thread.
                EventStream.Publish(new Event.Error(e, _name, GetType(), "Work on a dispatcher threw: " + e.Message));
            }
            ambience.Restore();
        }
    }
}

/// <summary>One thread an actor, which lives and dies with it.</summary>
internal sealed class PinnedDispatcher(MessageDispatcherConfigurator configurator, string name) : MessageDispatcher(configurator)
{
    private readonly ConcurrentDictionary<ActorCell, DedicatedThreadsDispatcher> _threads = new();

    protected override void ExecuteTask(IRunnable run) => Pool.Queue(run, preferLocal: false);

    internal override void Schedule(ActorCell cell)
    {
        // Only late messages are left, which become dead letters; a thread made now would have nobody to end it.
        if (cell.IsTerminated)
            ExecuteTask(cell);
        else
            _threads.GetOrAdd(cell, static (cell, pinned) => new DedicatedThreadsDispatcher(pinned.Configurator, $"{pinned.Name}-{cell.Self.Path.Name}", 1), this).Schedule((IRunnable)cell);
    }

    internal override void Released(ActorCell cell)
    {
        if (_threads.TryRemove(cell, out var thread))
            thread.Shutdown();
    }

    private string Name => name;
}

/// <summary>Reads the sizes of thread pools from the configuration.</summary>
internal static class DedicatedThreads
{
    public static int Count(string id, Config config)
    {
        var pool = config.GetConfig("dedicated-thread-pool");
        var count = pool?.GetInt("thread-count", 0) ?? 0;
        return count > 0 ? count : throw new ConfigurationException($"{id}.dedicated-thread-pool.thread-count must be set to a positive number, found {count}");
    }
}
