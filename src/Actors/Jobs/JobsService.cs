using System.Collections.Frozen;
using Actors.Cluster;
using Actors.Cluster.Internal;
using Actors.Jobs.Brokers;
using Actors.Jobs.Processes;
using Actors.Jobs.Runtimes;
using Actors.Jobs.Sandboxes;
using Actors.Jobs.Table;
using Actors.Jobs.Workers;
using Actors.Storage;
using Akka.Actor;
using Akka.Event;

namespace Actors.Jobs;

/// <summary>Starts what a node does about jobs. To be called after the node's store; the actors find each other by cluster membership.</summary>
public static class JobsService
{
    /// <summary>
    /// On every node: <c>/user/jobs</c>, which passes the requests of jobs.proto (submit, cancel, get, list, log, explain) on to the active broker.
    /// </summary>
    public static IActorRef StartProxy(ActorSystem system)
    {
        ArgumentNullException.ThrowIfNull(system);
        return system.ActorOf(BrokerProxy.Props(), BrokerProxy.ActorName);
    }

    /// <summary>On nodes with the role <c>broker</c>: <c>/user/broker</c>. The oldest of them is active.</summary>
    /// <exception cref="ActorsException">A setting is wrong.</exception>
    public static IActorRef StartBroker(ActorSystem system, NodeIdentity identity, IObjectStore store)
    {
        ArgumentNullException.ThrowIfNull(system);
        ArgumentNullException.ThrowIfNull(identity);
        ArgumentNullException.ThrowIfNull(store);
        var settings = JobsSettings.From(system.Settings.Config);
        return system.ActorOf(Broker.Props(settings.Table, new MemoryJournal(identity.NodeId, settings.Table.LogBytesKept, TimeProvider.System), store), BrokerPlace.ActorName);
    }

    /// <summary>
    /// On nodes with the role <c>worker</c>: <c>/user/worker</c>. Chooses the sandbox and the runtimes by trying, which blocks for some 200 ms. When the system shuts down in
    /// good order, running jobs may end first.
    /// </summary>
    /// <exception cref="ActorsException">A setting is wrong.</exception>
    public static IActorRef StartWorker(ActorSystem system, NodeIdentity identity, IObjectStore store) => StartWorker(system, identity, store, null);

    /// <param name="system">The node.</param>
    /// <param name="identity">Who it is.</param>
    /// <param name="store">Where inputs come from and outputs go.</param>
    /// <param name="fellBack">Null: where no sandbox works, jobs do not. Otherwise they run without one, and this is told why.</param>
    internal static IActorRef StartWorker(ActorSystem system, NodeIdentity identity, IObjectStore store, Action<string>? fellBack)
    {
        ArgumentNullException.ThrowIfNull(system);
        ArgumentNullException.ThrowIfNull(identity);
        ArgumentNullException.ThrowIfNull(store);
        var settings = JobsSettings.From(system.Settings.Config);
        var time = TimeProvider.System;
        var work = WorkFolder.Create(settings.WorkDir);
        var cgroups = CgroupRoot.Find(identity.NodeId[^8..]);
        system.RegisterOnTermination(() =>
        {
            cgroups?.Remove();
            work.Dispose();
        });

        var dotNet = DotNetRoot.Find();
        IProcessLauncher launcher = OperatingSystem.IsLinux() ? new PosixLauncher() : new PortableLauncher();
        var runner = new BoxRunner(time);
        var probe = new SandboxProbe(launcher, runner, work, CSharpRuntime.MountsOf(dotNet));
        var choice = SandboxChoice.Make(settings.Sandbox, probe, work, cgroups, mayFallBack: fellBack is not null);
        var log = Logging.GetLogger(system, typeof(JobsService));
        if (choice.FellBack is { } reason) fellBack!(reason);
        else Report(log, choice);
        var boxes = new BoxStarter(work, choice, launcher, runner);
        var runtimes = new Dictionary<string, IRuntime>
        {
            ["csharp"] = new CSharpRuntime(dotNet, new AssemblyCache(boxes)),
            ["python"] = new PythonRuntime(settings.Python),
            ["exec"] = new ExecRuntime(),
        }.ToFrozenDictionary();
        runtimes = Offered(system, runtimes, boxes, choice, log);
        var inputs = new InputCache(store, work.Private("inputs"), settings.CacheBytes, settings.Run.MaxInputBytes, time);
        var pipeline = new RunPipeline(store, inputs, boxes, runtimes, settings.Run, IdSource.System, time);
        var who = new WorkerIdentity(identity.NodeId, time.GetUtcNow().ToUnixTimeMilliseconds(), LabelsOf(system, runtimes.Keys));
        var worker = system.ActorOf(Worker.Props(who, settings, pipeline), Worker.ActorName);
        DrainOnShutdown(system, worker, settings);
        return worker;
    }

    private static void DrainOnShutdown(ActorSystem system, IActorRef worker, JobsSettings settings) =>
        CoordinatedShutdown.Get(system).AddTask(CoordinatedShutdown.PhaseServiceRequestsDone, "drain-worker", async () =>
        {
            try
            {
                await worker.Ask<Worker.Drained>(Worker.Drain.Instance, settings.DrainTimeout + settings.Worker.DrainResults + TimeSpan.FromSeconds(1)).ConfigureAwait(false);
            }
            catch (AskTimeoutException)
            {
                // What it still holds is lost with it, and its lease will tell.
            }

            return Akka.Done.Instance;
        });

    /// <summary>Those that have run something here. What is not offered stays with other workers, or in the queue, where <c>job why</c> says what is missing.</summary>
    private static FrozenDictionary<string, IRuntime> Offered(
        ActorSystem system, FrozenDictionary<string, IRuntime> installed, BoxStarter boxes, SandboxChoice choice, ILoggingAdapter log)
    {
        // A node that is broker and worker in one is mostly all there is: its jobs fail with the reason rather than wait for a worker that never comes.
        if (Akka.Cluster.Cluster.Get(system).SelfRoles.Contains("broker"))
            return installed;
        if (choice.Sandbox is null)
            return FrozenDictionary<string, IRuntime>.Empty;
        // At the same time, each on a thread of its own, as boxes need it.
        var trials = installed.ToDictionary(runtime => runtime.Key, runtime => BoxThread.RunAsync(() => RuntimeTrials.Problem(runtime.Value, boxes)));
        var working = new Dictionary<string, IRuntime>();
        foreach (var (name, trial) in trials)
        {
            if (trial.GetAwaiter().GetResult() is { } problem)
                log.Warning("No {0} jobs here: {1}", name, problem);
            else
                working.Add(name, installed[name]);
        }

        return working.ToFrozenDictionary();
    }

    private static IReadOnlyList<string> LabelsOf(ActorSystem system, IEnumerable<string> runtimes) =>
        [.. NodeLabels.Of(system), .. runtimes.Select(JobSpecFacts.RuntimeLabel)];

    private static void Report(ILoggingAdapter log, SandboxChoice choice)
    {
        var limits = choice.Cgroups is { } cgroups ? $"limits by {cgroups}" : "limits by watching: memory that a job hides from its own size is not counted";
        if (choice.Problem is { } problem)
            log.Error("Jobs cannot run here: {0}", problem);
        else if (choice.Sandbox is { Weakness: { } weakness })
            log.Warning("Jobs run in sandbox {0} ({1}), {2}", choice.Sandbox.Name, weakness, limits);
        else
            log.Info("Jobs run in sandbox {0}, {1}", choice.Sandbox!.Name, limits);
    }
}
