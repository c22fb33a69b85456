#nullable disable annotations
using System.Collections.Immutable;
using Akka.Actor.Internal;
using Akka.Event;

namespace Akka.Actor;

/// <summary>
/// Shuts a system down in phases. The tasks of a phase run side by side; the next phase starts when all are done, have failed or have run out
/// of time. Phases, their order and times come from <c>akka.coordinated-shutdown</c>. It runs once.
/// </summary>
public sealed partial class CoordinatedShutdown : IExtension
{
    public const string PhaseBeforeServiceUnbind = "before-service-unbind";
    public const string PhaseServiceUnbind = "service-unbind";
    public const string PhaseServiceRequestsDone = "service-requests-done";
    public const string PhaseServiceStop = "service-stop";
    public const string PhaseBeforeClusterShutdown = "before-cluster-shutdown";
    public const string PhaseClusterShardingShutdownRegion = "cluster-sharding-shutdown-region";
    public const string PhaseClusterLeave = "cluster-leave";
    public const string PhaseClusterExiting = "cluster-exiting";
    public const string PhaseClusterExitingDone = "cluster-exiting-done";
    public const string PhaseClusterShutdown = "cluster-shutdown";
    public const string PhaseBeforeActorSystemTerminate = "before-actor-system-terminate";
    public const string PhaseActorSystemTerminate = "actor-system-terminate";

    private readonly ShutdownPhases _phases;
    private readonly ILoggingAdapter _log;
    private readonly TaskCompletionSource<Done> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ImmutableDictionary<string, ImmutableList<(string Name, Func<Task<Done>> Run)>> _tasks =
        ImmutableDictionary<string, ImmutableList<(string, Func<Task<Done>>)>>.Empty;
    private Reason _reason;

    internal CoordinatedShutdown(ExtendedActorSystem system)
    {
        System = system;
        _log = Logging.GetLogger(system, this);
        _phases = ShutdownPhases.From(system.Settings.Config.GetConfig("akka.coordinated-shutdown"));
        AddTask(PhaseActorSystemTerminate, "terminate-system", TerminateSystem);
    }

    public ExtendedActorSystem System { get; }

    /// <summary>Null as long as it does not run.</summary>
    public Reason ShutdownReason => Volatile.Read(ref _reason);

    /// <summary>The sum over the phases: the longest that <see cref="Run"/> takes.</summary>
    public TimeSpan TotalTimeout => _phases.ByName.Values.Aggregate(TimeSpan.Zero, (sum, phase) => sum + phase.Timeout);

    public static CoordinatedShutdown Get(ActorSystem sys) => sys.WithExtension<CoordinatedShutdown, CoordinatedShutdownExtension>();

    /// <exception cref="ArgumentException">The config has no such phase.</exception>
    public TimeSpan Timeout(string phase) => Known(phase).Timeout;

    /// <summary>Tasks may be added while the shutdown runs, to phases that have not started.</summary>
    /// <exception cref="ArgumentException">The config has no such phase.</exception>
    public void AddTask(string phase, string taskName, Func<Task<Done>> task)
    {
        ArgumentException.ThrowIfNullOrEmpty(taskName);
        ArgumentNullException.ThrowIfNull(task);
        Known(phase);
        ImmutableInterlocked.AddOrUpdate(ref _tasks, phase, _ => [(taskName, task)], (_, tasks) => tasks.Add((taskName, task)));
    }

    /// <param name="reason">The first one counts.</param>
    /// <param name="fromPhase">Skip the phases before it; null for all.</param>
    /// <returns>Completes after the last phase, the same for every call; fails with the first failure of a phase that is not to be recovered.</returns>
    public Task<Done> Run(Reason reason, string fromPhase = null)
    {
        ArgumentNullException.ThrowIfNull(reason);
        if (fromPhase is not null) Known(fromPhase);
        if (Interlocked.CompareExchange(ref _reason, reason, null) is null)
            _ = Task.Factory.StartNew(
                () => RunPhases(fromPhase), CancellationToken.None, TaskCreationOptions.None, new DispatcherTaskScheduler(System.Dispatchers.DefaultGlobalDispatcher));
        return _completion.Task;
    }

    private ShutdownPhase Known(string phase) => _phases.ByName.TryGetValue(phase, out var known)
        ? known
        : throw new ArgumentException($"Unknown phase [{phase}]. Known: {string.Join(", ", _phases.Order)}.", nameof(phase));

    private async Task RunPhases(string fromPhase)
    {
        try
        {
            _log.Debug("Shutdown because of {0}", _reason.GetType().Name);
            foreach (var phase in _phases.Order.SkipWhile(name => fromPhase is not null && name != fromPhase))
                if (_phases.ByName.TryGetValue(phase, out var settings))
                    await RunPhase(phase, settings);
            _completion.SetResult(Done.Instance);
        }
        catch (Exception e)
        {
            // Whoever asked for the shutdown gets it.
            _completion.SetException(e);
        }
    }

    private async Task RunPhase(string phase, ShutdownPhase settings)
    {
        if (!_tasks.TryGetValue(phase, out var tasks)) return;
        if (!settings.Enabled)
        {
            _log.Info("Phase [{0}] is disabled: its {1} tasks do not run", phase, tasks.Count);
            return;
        }

        _log.Debug("Phase [{0}] with {1} tasks", phase, tasks.Count);
        // No RunContinuationsAsynchronously: WhenAny would go by way of the thread pool, out of the order of a simulation.
        var late = new TaskCompletionSource();
        using var timer = new Cancelable(System.Scheduler);
        System.Scheduler.Advanced.ScheduleOnce(settings.Timeout, late.SetResult, timer);
        var all = Task.WhenAll(tasks.Select(task => RunTask(phase, task.Name, task.Run, settings.Recover)));
        if (await Task.WhenAny(all, late.Task) == all) await all;
        else if (!settings.Recover) throw new TimeoutException($"Shutdown phase [{phase}] did not finish within {settings.Timeout}.");
        else _log.Warning("Phase [{0}] did not finish within {1}; going on", phase, settings.Timeout);
        timer.Cancel();
    }

    private async Task RunTask(string phase, string name, Func<Task<Done>> run, bool recover)
    {
        try
        {
            await run();
        }
        catch (Exception e) when (recover)
        {
            // The phase is configured to go on.
            _log.Warning(e, "Task [{0}] of phase [{1}] failed; going on", name, phase);
        }
    }

    private Task Elapsed(TimeSpan time)
    {
        var elapsed = new TaskCompletionSource();
        System.Scheduler.Advanced.ScheduleOnce(time, elapsed.SetResult);
        return elapsed.Task;
    }

    private async Task<Done> TerminateSystem()
    {
        var exit = System.Settings.Config.GetBoolean("akka.coordinated-shutdown.exit-clr");
        if (System.Settings.CoordinatedShutdownTerminateActorSystem || ShutdownReason is ActorSystemTerminateReason)
        {
            System.Abort();
            // An actor that blocks may hold up the end of its system, but not that of the process.
            await (exit ? Task.WhenAny(System.WhenTerminated, Elapsed(Timeout(PhaseActorSystemTerminate))) : System.WhenTerminated);
        }

        if (exit) ProcessExit.Now(System);
        return Done.Instance;
    }
}

/// <summary>The id of <see cref="CoordinatedShutdown"/>.</summary>
public sealed class CoordinatedShutdownExtension : ExtensionIdProvider<CoordinatedShutdown>
{
    public override CoordinatedShutdown CreateExtension(ExtendedActorSystem system) => new(system);
}
