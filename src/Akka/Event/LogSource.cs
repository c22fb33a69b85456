#nullable disable annotations
using Akka.Actor;

namespace Akka.Event;

/// <summary>Who logs: a text for people and a type for filters.</summary>
public readonly struct LogSource
{
    private LogSource(string source, Type type)
    {
        Source = source;
        Type = type;
    }

    public string Source { get; }

    public Type Type { get; }

    public static LogSource Create(object o) => o switch
    {
        string text => new LogSource(text, typeof(DummyClassForStringSources)),
        Type type => new LogSource(Logging.SimpleName(type), type),
        IActorContext context => new LogSource(context.Self.Path.ToString(), SourceType(o)),
        IActorRef actor => new LogSource(actor.Path.ToString(), SourceType(o)),
        _ => new LogSource(Logging.SimpleName(o), SourceType(o)),
    };

    /// <summary>Like <see cref="Create(object)"/>, with the node's address in the text.</summary>
    public static LogSource Create(object o, ActorSystem system) => o switch
    {
        string text => new LogSource(FromString(text, system), typeof(DummyClassForStringSources)),
        Type type => new LogSource(FromType(type, system), type),
        IActorContext context => new LogSource(FromActor(context, system), SourceType(o)),
        IActorRef actor => new LogSource(FromActorRef(actor, system), SourceType(o)),
        _ => new LogSource(FromType(SourceType(o), system), SourceType(o)),
    };

    public static LogSource Create(string source, Type t) => new(source, t);

    /// <returns>The type itself, an actor's class, or the class of any other object.</returns>
    public static Type SourceType(object o) => o switch
    {
        Type type => type,
        string => typeof(DummyClassForStringSources),
        IActorContext context => context.Props.Type,
        LocalActorRef { Cell: var cell } => cell.Props.Type,
        IActorRef => typeof(ActorBase),
        _ => o.GetType(),
    };

    public static string FromType(Type t, ActorSystem system) => $"{Logging.SimpleName(t)} ({system})";

    public static string FromString(string source, ActorSystem system) => $"{source} ({system})";

    public static string FromActor(IActorContext actor, ActorSystem system) => FromActorRef(actor.Self, system);

    public static string FromActorRef(IActorRef a, ActorSystem system) =>
        system is ExtendedActorSystem { Provider.DefaultAddress: { } address } ? a.Path.ToStringWithAddress(address) : a.Path.ToString();
}
