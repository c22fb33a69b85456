using Akka.Configuration;
using Akka.Util;

namespace Akka.Actor;

/// <summary>Which provider makes an actor system's references.</summary>
public abstract class ProviderSelection
{
    private ProviderSelection(string identifier, string fqn, bool hasCluster)
    {
        Identifier = identifier;
        Fqn = fqn;
        HasCluster = hasCluster;
    }

    internal string Identifier { get; }

    internal string Fqn { get; }

    internal bool HasCluster { get; }

    internal static ProviderSelection GetProvider(string providerClass) => providerClass switch
    {
        "local" => Local.Instance,
        "remote" => Remote.Instance,
        "cluster" => Cluster.Instance,
        _ => new Custom(providerClass),
    };

    public sealed class Local : ProviderSelection
    {
        public static readonly Local Instance = new();

        private Local() : base("local", "Akka.Actor.LocalActorRefProvider", false) { }
    }

    public sealed class Remote : ProviderSelection
    {
        public static readonly Remote Instance = new();

        private Remote() : base("remote", "Akka.Remote.RemoteActorRefProvider, Akka.Remote", false) { }
    }

    public sealed class Cluster : ProviderSelection
    {
        public static readonly Cluster Instance = new();

        private Cluster() : base("cluster", "Akka.Cluster.ClusterActorRefProvider, Akka.Cluster", true) { }
    }

    public sealed class Custom : ProviderSelection
    {
#nullable disable annotations
        public Custom(string fqn, string identifier = null, bool hasCluster = false) : base(identifier ?? "custom", fqn, hasCluster) { }
#nullable restore annotations
    }
}

/// <summary>Configuration and provider given in code.</summary>
public sealed class BootstrapSetup : Setup.Setup
{
    private BootstrapSetup(Option<Config> config, Option<Config> configFallback, Option<ProviderSelection> provider)
    {
        Config = config;
        ConfigFallback = configFallback;
        ActorRefProvider = provider;
    }

    public Option<Config> Config { get; }

    public Option<ProviderSelection> ActorRefProvider { get; }

    internal Option<Config> ConfigFallback { get; }

    public static BootstrapSetup Create() => new(Option<Config>.None, Option<Config>.None, Option<ProviderSelection>.None);

    public BootstrapSetup WithActorRefProvider(ProviderSelection name) => new(Config, ConfigFallback, new Option<ProviderSelection>(name));

    /// <summary>Takes the place of the application's configuration.</summary>
    public BootstrapSetup WithConfig(Config config) => new(new Option<Config>(config), ConfigFallback, ActorRefProvider);

    /// <summary>Consulted before the reference configuration.</summary>
    public BootstrapSetup WithConfigFallback(Config config) => new(Config, new Option<Config>(config), ActorRefProvider);
}
