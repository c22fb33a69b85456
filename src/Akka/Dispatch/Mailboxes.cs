using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Actor.Internal;
using Akka.Configuration;

namespace Akka.Dispatch;

/// <summary>Finds the mailbox of an actor: named by its Props, the dispatcher that they name, what its type requires, or the default.</summary>
public class Mailboxes
{
    public static readonly string NoMailboxRequirement = "";

    public static readonly string DefaultMailboxId = "akka.actor.default-mailbox";

    private readonly ActorSystemImpl _system;
    private readonly ConcurrentDictionary<string, MailboxType?> _byId = new();
    private readonly ConcurrentDictionary<Type, string> _required = new();
    private readonly Dictionary<Type, string> _bindings = [];

    internal Mailboxes(ActorSystemImpl system)
    {
        _system = system;
        var requirements = Config.GetConfig("akka.actor.mailbox.requirements");
        foreach (var (name, id) in requirements?.AsEnumerable() ?? [])
        {
            var semantics = Type.GetType(name)
                ?? throw new ConfigurationException($"akka.actor.mailbox.requirements: there is no type '{name}'");
            _bindings[semantics] = id.GetString();
        }
    }

    private Config Config => _system.Settings.Config;

    /// <exception cref="ConfigurationException">There is no such mailbox.</exception>
    public MailboxType Lookup(string id) => Find(id) ?? new UnboundedMailbox(_system.Settings, Config.GetConfig(id));

    /// <summary>The mailbox configured for a kind of queue.</summary>
    public MailboxType LookupByQueueType(Type queueType) => _bindings.TryGetValue(queueType, out var id)
        ? Lookup(id)
        : throw new ConfigurationException($"akka.actor.mailbox.requirements names no mailbox for {queueType}");

    public bool HasRequiredType(Type actorType) => RequiredId(actorType).Length > 0;

    /// <returns>Null (the cell's own queue) for an unbounded mailbox.</returns>
    internal MailboxType? GetMailboxType(Props props, MessageDispatcher dispatcher)
    {
        if (!string.IsNullOrEmpty(props.Deploy.Mailbox))
            return Find(props.Deploy.Mailbox);
        if (dispatcher.HasMailboxType && !string.IsNullOrEmpty(props.Deploy.Dispatcher))
            return Find(dispatcher.Id);
        if (RequiredId(props.Type) is { Length: > 0 } required)
            return Find(required);
        if (dispatcher.MailboxRequirement is { Length: > 0 } wanted)
            return LookupByQueueType(Type.GetType(wanted) ?? throw new ConfigurationException($"mailbox-requirement: there is no type '{wanted}'"));
        return Find(DefaultMailboxId);
    }

    internal int StashCapacity(Props props) => Config.GetInt((string.IsNullOrEmpty(props.Deploy.Mailbox) ? DefaultMailboxId : props.Deploy.Mailbox) + ".stash-capacity", Deploy.NoStashSize);

    private MailboxType? Find(string id) => _byId.GetOrAdd(id, Make);

    private MailboxType? Make(string id)
    {
        if (!Config.HasPath(id) || Config.GetConfig(id) is not { } own)
            throw new ConfigurationException($"Mailbox [{id}] is not configured");
        var config = own.WithFallback(Config.GetConfig(DefaultMailboxId));
        var name = config.GetString("mailbox-type");
        if (string.IsNullOrEmpty(name))
            throw new ConfigurationException($"{id}.mailbox-type is missing");
        var type = Type.GetType(name);
        if (type is null || !typeof(MailboxType).IsAssignableFrom(type))
            throw new ConfigurationException($"{id}.mailbox-type = '{name}' is not the assembly-qualified name of a {nameof(MailboxType)}");
        // Both behave as the cell's own queue does, which puts stashed messages in front by itself.
        if (type == typeof(UnboundedMailbox) || type == typeof(UnboundedDequeBasedMailbox))
            return null;
        try
        {
            return (MailboxType)Activator.CreateInstance(type, _system.Settings, config)!;
        }
        catch (System.Reflection.TargetInvocationException e) when (e.InnerException is { } inner)
        {
            throw new ConfigurationException($"Mailbox [{id}] cannot be made: {inner.Message}", inner);
        }
    }

    private string RequiredId(Type actorType) => _required.GetOrAdd(actorType, static (type, self) =>
    {
        // A stash needs no deque here, and a logger no queue of its own kind, whatever their interfaces require of the official engine.
        var wanted = type.GetInterfaces()
            .Where(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IRequiresMessageQueue<>))
            .Select(i => i.GetGenericArguments()[0])
            .Where(semantics => !typeof(IDequeBasedMessageQueueSemantics).IsAssignableFrom(semantics)
                && semantics != typeof(IUnboundedMessageQueueSemantics) && semantics != typeof(Event.ILoggerMessageQueueSemantics))
            .ToArray();
        foreach (var semantics in wanted)
            if (self._bindings.TryGetValue(semantics, out var id))
                return id;
        return wanted.Length == 0
            ? NoMailboxRequirement
            : throw new ConfigurationException($"{type} requires a mailbox with {wanted[0]}, and akka.actor.mailbox.requirements names none");
    }, this);
}
