using Akka.Actor;
using Akka.Configuration;

namespace Akka.Dispatch;

/// <summary>Runs actors on the .NET thread pool.</summary>
internal sealed class PoolDispatcher(MessageDispatcherConfigurator configurator) : MessageDispatcher(configurator)
{
    protected override void ExecuteTask(IRunnable run) => Pool.Queue(run, preferLocal: false);

    internal override void Schedule(ActorCell cell)
    {
        if (!RunNext.TryKeep(cell))
            Pool.Queue(cell, preferLocal: true);
    }

    internal override void ScheduleAgain(ActorCell cell)
    {
        if (!RunNext.TryKeepAgain(cell))
            Pool.Queue(cell, preferLocal: true);
    }
}

/// <summary>Runs actors where the simulation says.</summary>
internal sealed class SeamDispatcher(MessageDispatcherConfigurator configurator, Action<IRunnable> executor) : MessageDispatcher(configurator)
{
    protected override void ExecuteTask(IRunnable run) => executor(run);
}

/// <summary>Posts to the synchronization context, such as that of a user interface, on which the dispatcher was first used.</summary>
internal sealed class SynchronizedDispatcher(MessageDispatcherConfigurator configurator, string id) : MessageDispatcher(configurator)
{
    private readonly SynchronizationContext _context = SynchronizationContext.Current
        ?? throw new ConfigurationException($"{id}: a SynchronizedDispatcher must be made on a thread with a SynchronizationContext, and this one has none");

    protected override void ExecuteTask(IRunnable run) => _context.Post(static state => ((IRunnable)state!).Run(), run);
}

/// <summary>Makes pool dispatchers; one instance a section.</summary>
internal sealed class SharedDispatcherConfigurator(Config config, IDispatcherPrerequisites prerequisites, string id, Func<MessageDispatcherConfigurator, MessageDispatcher> make)
    : MessageDispatcherConfigurator(config, prerequisites)
{
    // Guards the one instance: an id may be looked up on several threads at once.
    private readonly Lock _gate = new();
    private MessageDispatcher? _instance;

    public override MessageDispatcher Dispatcher()
    {
        lock (_gate)
        {
            if (_instance is not null)
                return _instance;
            var made = make(this);
            made.Configure(id, Config);
            return _instance = made;
        }
    }

    public void Shutdown() => _instance?.Shutdown();
}
