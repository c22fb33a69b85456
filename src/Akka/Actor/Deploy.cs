#nullable disable annotations
using Akka.Configuration;
using Akka.Util;

namespace Akka.Actor;

/// <summary>Where and with what an actor runs: given in code by Props or in the configuration below <c>akka.actor.deployment</c>.</summary>
public class Deploy : IEquatable<Deploy>, ISurrogated
{
    public const int NoStashSize = -1;

    public static readonly string NoDispatcherGiven = string.Empty;

    public static readonly string NoMailboxGiven = string.Empty;

    public static readonly Scope NoScopeGiven = Actor.NoScopeGiven.Instance;

    public static readonly Deploy Local = new("", ConfigurationFactory.Empty, LocalScope.Instance, "", "", NoStashSize);

    /// <summary>No deployment at all.</summary>
    public static readonly Deploy None;

    internal Deploy() : this("", ConfigurationFactory.Empty, NoScopeGiven, NoDispatcherGiven, NoMailboxGiven, NoStashSize) { }

    internal Deploy(string path, Config config, Scope scope, string dispatcher, string mailbox, int stashCapacity)
    {
        Path = path;
        Config = config;
        Scope = scope ?? NoScopeGiven;
        Dispatcher = dispatcher;
        Mailbox = mailbox;
        StashCapacity = stashCapacity;
    }

    public string Path { get; }

    public Config Config { get; }

    public Scope Scope { get; }

    public string Dispatcher { get; }

    public string Mailbox { get; }

    /// <summary>-1: as the mailbox says.</summary>
    public int StashCapacity { get; }

    /// <summary>What this leaves open is taken from <paramref name="other"/>.</summary>
    public virtual Deploy WithFallback(Deploy other) => new(
        Path.Length > 0 ? Path : other.Path,
        Config.IsEmpty ? other.Config : Config.WithFallback(other.Config),
        Scope.WithFallback(other.Scope),
        string.IsNullOrEmpty(Dispatcher) ? other.Dispatcher : Dispatcher,
        string.IsNullOrEmpty(Mailbox) ? other.Mailbox : Mailbox,
        StashCapacity == NoStashSize ? other.StashCapacity : StashCapacity);

    public virtual Deploy WithScope(Scope scope) => new(Path, Config, scope, Dispatcher, Mailbox, StashCapacity);

    public virtual Deploy WithDispatcher(string dispatcher) => new(Path, Config, Scope, dispatcher, Mailbox, StashCapacity);

    public virtual Deploy WithMailbox(string mailbox) => new(Path, Config, Scope, Dispatcher, mailbox, StashCapacity);

    public virtual Deploy WithStashCapacity(int stashSize) => new(Path, Config, Scope, Dispatcher, Mailbox, stashSize);

    public bool Equals(Deploy other) => ReferenceEquals(this, other) || other is not null && Path == other.Path && Dispatcher == other.Dispatcher
        && Mailbox == other.Mailbox && StashCapacity == other.StashCapacity && Equals(Scope, other.Scope)
        && (ReferenceEquals(Config, other.Config) || Config.ToString() == other.Config.ToString());

    public override bool Equals(object obj) => Equals(obj as Deploy);

    public override int GetHashCode() => HashCode.Combine(Path, Dispatcher, Mailbox, StashCapacity);

    public ISurrogate ToSurrogate(ActorSystem system) =>
        new DeploySurrogate { Path = Path, Scope = Scope, Dispatcher = Dispatcher, Mailbox = Mailbox, StashCapacity = StashCapacity };

    public class DeploySurrogate : ISurrogate
    {
        public string Path { get; set; }

        public Scope Scope { get; set; }

        public string Dispatcher { get; set; }

        public string Mailbox { get; set; }

        public int StashCapacity { get; set; }

        public ISurrogated FromSurrogate(ActorSystem system) => new Deploy(Path, ConfigurationFactory.Empty, Scope, Dispatcher, Mailbox, StashCapacity);
    }
}

/// <summary>On which node an actor is deployed.</summary>
public abstract class Scope : IEquatable<Scope>
{
    public static readonly LocalScope Local = LocalScope.Instance;

    public abstract Scope WithFallback(Scope other);

    public abstract Scope Copy();

    public virtual bool Equals(Scope other) => other is not null && GetType() == other.GetType();

    public override bool Equals(object obj) => Equals(obj as Scope);

    public override int GetHashCode() => GetType().GetHashCode();
}

internal sealed class NoScopeGiven : Scope
{
    public static readonly NoScopeGiven Instance = new();

    public override Scope WithFallback(Scope other) => other;

    public override Scope Copy() => Instance;
}

/// <summary>On this node.</summary>
public class LocalScope : Scope, ISurrogated
{
    private LocalScope() { }

    public static LocalScope Instance { get; } = new();

    public override Scope WithFallback(Scope other) => this;

    public override Scope Copy() => Instance;

    public ISurrogate ToSurrogate(ActorSystem system) => new LocalScopeSurrogate();

    public class LocalScopeSurrogate : ISurrogate
    {
        public ISurrogated FromSurrogate(ActorSystem system) => Instance;
    }
}
