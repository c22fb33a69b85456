#nullable disable annotations
using Akka.Actor;
using Akka.Configuration;
using Akka.Event;

namespace Akka.Dispatch;

/// <summary>What a dispatcher may need to be made.</summary>
public interface IDispatcherPrerequisites
{
    EventStream EventStream { get; }

    IScheduler Scheduler { get; }

    Settings Settings { get; }

    Mailboxes Mailboxes { get; }
}

public sealed class DefaultDispatcherPrerequisites : IDispatcherPrerequisites
{
    public DefaultDispatcherPrerequisites(EventStream eventStream, IScheduler scheduler, Settings settings, Mailboxes mailboxes)
    {
        EventStream = eventStream;
        Scheduler = scheduler;
        Settings = settings;
        Mailboxes = mailboxes;
    }

    public EventStream EventStream { get; }

    public IScheduler Scheduler { get; }

    public Settings Settings { get; }

    public Mailboxes Mailboxes { get; }
}

/// <summary>Makes the dispatcher of one section of the configuration.</summary>
public abstract class MessageDispatcherConfigurator
{
    protected MessageDispatcherConfigurator(Config config, IDispatcherPrerequisites prerequisites)
    {
        Config = config;
        Prerequisites = prerequisites;
    }

    public Config Config { get; }

    public IDispatcherPrerequisites Prerequisites { get; }

    /// <summary>May make a new dispatcher each time, or hand out the same one.</summary>
    public abstract MessageDispatcher Dispatcher();
}

/// <summary>Gives threads to actors.</summary>
public abstract class MessageDispatcher
{
    public const int DefaultThroughput = 100;

    protected MessageDispatcher(MessageDispatcherConfigurator configurator)
    {
        Configurator = configurator;
        Throughput = DefaultThroughput;
    }

    public MessageDispatcherConfigurator Configurator { get; }

    public string Id { get; protected set; }

    /// <summary>How many messages an actor handles before others get a turn.</summary>
    public int Throughput { get; protected set; }

    /// <summary>Semantics that the mailboxes of all its actors must have; empty for none.</summary>
    internal string MailboxRequirement { get; private set; } = "";

    /// <summary>Whether its own section names a mailbox, for actors whose Props name this dispatcher.</summary>
    internal bool HasMailboxType { get; private set; }

    public EventStream EventStream => Configurator.Prerequisites.EventStream;

    public Mailboxes Mailboxes => Configurator.Prerequisites.Mailboxes;

    /// <summary>Runs a piece of work on one of the dispatcher's threads.</summary>
    public void Schedule(Action run) => ExecuteTask(new ActionRunnable(run));

    public void Schedule(IRunnable run) => ExecuteTask(run);

    protected abstract void ExecuteTask(IRunnable run);

    /// <summary>Gives the cell a thread to run on. At most once at a time: see the proof over the mailbox.</summary>
    internal virtual void Schedule(ActorCell cell) => ExecuteTask(cell);

    /// <summary>Gives another turn to a cell that has just run and has more to do.</summary>
    internal virtual void ScheduleAgain(ActorCell cell) => Schedule(cell);

    /// <summary>The cell has stopped for good.</summary>
    internal virtual void Released(ActorCell cell) { }

    /// <summary>The actor system ends.</summary>
    internal virtual void Shutdown() { }

    internal void Configure(string id, Config config)
    {
        Id = id;
        MailboxRequirement = config.GetString("mailbox-requirement", "");
        // The section alone, without the fallback to the default dispatcher's.
        HasMailboxType = !string.IsNullOrEmpty(Configurator.Prerequisites.Settings.Config.GetString($"{id}.mailbox-type", ""));
        Throughput = config.GetInt("throughput", DefaultThroughput) is > 0 and var throughput
            ? throughput
            : throw new ConfigurationException($"{id}.throughput must be positive, found {config.GetString("throughput")}");
    }
}
