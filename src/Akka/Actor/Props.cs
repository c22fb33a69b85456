#nullable disable annotations
using System.Linq.Expressions;
using Akka.Util;
using Akka.Util.Internal;

namespace Akka.Actor;

/// <summary>Makes actors in a way that ordinary Props cannot, such as through a container.</summary>
public interface IIndirectActorProducer
{
    Type ActorType { get; }

    ActorBase Produce();

    void Release(ActorBase actor);
}

/// <summary>Recipe for an actor: its type, constructor arguments and deployment. Immutable, thread-safe, shareable.</summary>
public class Props : IEquatable<Props>, ISurrogated
{
    /// <summary>An actor that ignores every message.</summary>
    public static readonly Props None = Create<EmptyActor>();

    private static readonly Deploy DefaultDeploy = new();

    private readonly IIndirectActorProducer _producer;
    private Func<ActorBase> _factory;
    private SupervisorStrategy _supervisorStrategy;
    private Deploy _deploy;

    protected Props() : this(DefaultDeploy, typeof(EmptyActor), null, null, []) { }

    protected Props(Props copy) : this(copy._deploy, copy.Type, copy._producer, copy._supervisorStrategy, copy.Arguments) => _factory = copy._factory;

    public Props(Type type, object[] args) : this(DefaultDeploy, type, null, null, args) { }

    public Props(Type type) : this(DefaultDeploy, type, null, null, []) { }

    public Props(Type type, SupervisorStrategy supervisorStrategy, IEnumerable<object> args) : this(DefaultDeploy, type, null, supervisorStrategy, [.. args]) { }

    public Props(Type type, SupervisorStrategy supervisorStrategy, params object[] args) : this(DefaultDeploy, type, null, supervisorStrategy, args) { }

    public Props(Deploy deploy, Type type, IEnumerable<object> args) : this(deploy, type, null, null, [.. args]) { }

    public Props(Deploy deploy, Type type, params object[] args) : this(deploy, type, null, null, args) { }

    private Props(Deploy deploy, Type type, IIndirectActorProducer producer, SupervisorStrategy supervisorStrategy, object[] args)
    {
        ArgumentNullException.ThrowIfNull(type);
        if (!typeof(ActorBase).IsAssignableFrom(type))
            throw new ArgumentException($"{type} is not an actor: it does not derive from {typeof(ActorBase)}", nameof(type));
        _deploy = deploy ?? DefaultDeploy;
        _producer = producer;
        _supervisorStrategy = supervisorStrategy;
        Type = type;
        Arguments = args ?? [];
    }

    public static Props Empty { get; } = new();

    public Type Type { get; }

    public string TypeName => Type.AssemblyQualifiedName;

    public object[] Arguments { get; }

    public Deploy Deploy
    {
        get => _deploy;
        protected set => _deploy = value;
    }

    /// <summary>Null: what the actor's own SupervisorStrategy() says, the default one unless overridden.</summary>
    public SupervisorStrategy SupervisorStrategy
    {
        get => _supervisorStrategy;
        protected set => _supervisorStrategy = value;
    }

    /// <summary>The id of the dispatcher, the default one's if none was given.</summary>
    public string Dispatcher => _deploy.Dispatcher is { Length: > 0 } given ? given : Dispatch.Dispatchers.DefaultDispatcherId;

    public string Mailbox => _deploy.Mailbox is { Length: > 0 } given ? given : Dispatch.Mailboxes.DefaultMailboxId;

    public static Props Create(Type type, params object[] args) => new(type, args);

    public static Props Create<TActor>(params object[] args) where TActor : ActorBase => new(typeof(TActor), args);

    public static Props Create<TActor>(SupervisorStrategy supervisorStrategy) where TActor : ActorBase, new() => new(typeof(TActor), supervisorStrategy);

    /// <summary>Takes type and arguments out of <c>() => new MyActor(a, b)</c>; the arguments are evaluated once, now.</summary>
    /// <exception cref="ArgumentException">The expression is anything but a constructor call.</exception>
    public static Props Create<TActor>(Expression<Func<TActor>> factory, SupervisorStrategy supervisorStrategy = null) where TActor : ActorBase
    {
        ArgumentNullException.ThrowIfNull(factory);
        if (factory.Body is not NewExpression construction)
            throw new ArgumentException($"Props.Create needs a constructor call like () => new {typeof(TActor).Name}(...), but got {factory.Body}", nameof(factory));
        var args = new object[construction.Arguments.Count];
        for (var i = 0; i < args.Length; i++)
            args[i] = ExpressionValue.Of(construction.Arguments[i]);
        return new Props(DefaultDeploy, construction.Type, null, supervisorStrategy, args);
    }

    public static Props CreateBy(IIndirectActorProducer producer, params object[] args)
    {
        ArgumentNullException.ThrowIfNull(producer);
        return new Props(DefaultDeploy, producer.ActorType, producer, null, args);
    }

    [Obsolete("Make the producer and hand it to the other overload.")]
    public static Props CreateBy<TProducer>(params object[] args)
        where TProducer : class, IIndirectActorProducer =>
        CreateBy((TProducer)Activator.CreateInstance(typeof(TProducer), args));

    public Props WithDispatcher(string dispatcher) => With(_deploy.WithDispatcher(dispatcher));

    public Props WithMailbox(string mailbox) => With(_deploy.WithMailbox(mailbox));

    public Props WithStashCapacity(int stashCapacity) => With(_deploy.WithStashCapacity(stashCapacity));

    public Props WithDeploy(Deploy deploy) => With(deploy.WithFallback(_deploy));

    public Props WithSupervisorStrategy(SupervisorStrategy supervisorStrategy)
    {
        var copy = Copy();
        copy._supervisorStrategy = supervisorStrategy;
        return copy;
    }

    /// <exception cref="ActorInitializationException">No constructor takes the arguments.</exception>
    public virtual ActorBase NewActor() => _producer is not null ? _producer.Produce() : (_factory ??= ActorFactory.For(Type, Arguments))();

    internal void Release(ActorBase actor)
    {
        if (_producer is not null)
            _producer.Release(actor);
        else
            (actor as IDisposable)?.Dispose();
    }

    public bool Equals(Props other) => ReferenceEquals(this, other) || other is not null && Type == other.Type && _deploy.Equals(other._deploy)
        && ReferenceEquals(_producer, other._producer) && Equals(_supervisorStrategy, other._supervisorStrategy) && Arguments.SequenceEqual(other.Arguments);

    public override bool Equals(object obj) => Equals(obj as Props);

    public override int GetHashCode() => HashCode.Combine(Type, _deploy, Arguments.Length);

    public ISurrogate ToSurrogate(ActorSystem system) => new PropsSurrogate { Type = Type, Deploy = _deploy, Arguments = Arguments };

    protected virtual Props Copy() => new(this);

    private Props With(Deploy deploy)
    {
        var copy = Copy();
        copy._deploy = deploy;
        return copy;
    }

    public class PropsSurrogate : ISurrogate
    {
        public Type Type { get; set; }

        public Deploy Deploy { get; set; }

        public object[] Arguments { get; set; }

        public ISurrogated FromSurrogate(ActorSystem system) => new Props(Deploy, Type, Arguments);
    }

    private sealed class EmptyActor : UntypedActor
    {
        protected override void OnReceive(object message) { }
    }
}

/// <summary>Props of an actor that is not to be made any more.</summary>
public class TerminatedProps : Props
{
    public override ActorBase NewActor() => throw new InvalidOperationException("The actor has terminated: its Props make no more instances");
}
