using Actors.Client;
using Actors.Dataflow.Modules;
using Actors.Dataflow.Running;
using Actors.Dataflow.Wire;
using Actors.Links;
using Akka.Actor;
using Akka.Configuration;

namespace Actors.Dataflow.Nodes;

/// <summary>Lets this member of the cluster run actors of flows whose directors are elsewhere: those that name one of its roles. Every node of the product does; a program that joins has to ask for it.</summary>
public sealed class FlowNode : UntypedActor
{
    internal const string ActorName = "flows";

    private readonly FlowTerms _terms;
    private readonly ModuleCatalog _catalog;
    private readonly Lazy<ComputeCloud> _cloud;

    internal FlowNode(FlowNodeOptions options)
    {
        _catalog = options.Catalog;
        var system = Context.System;
        // Flow actors ask for it on any thread.
        var cloud = _cloud = new Lazy<ComputeCloud>(() => ComputeCloud.From(system));
        _terms = new FlowTerms(options.Time, options.Ids, type => type == typeof(ComputeCloud) ? cloud.Value : null, 0) { Link = options.Link };
    }

    /// <summary>Starts it, if it does not run yet.</summary>
    /// <param name="system">A member of the cluster.</param>
    /// <param name="options">Null: the defaults.</param>
    public static void Start(ActorSystem system, FlowNodeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(system);
        var chosen = options ?? new FlowNodeOptions();
        try
        {
            system.ActorOf(Props.Create(() => new FlowNode(chosen)), ActorName);
        }
        catch (InvalidActorNameException)
        {
            // It runs.
        }
    }

    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    protected override void OnReceive(object message)
    {
        // What is meant for a node that was at this address before is not for this one; that one is lost.
        if (message is not OpenPart open || open.NodeUid != Akka.Cluster.Cluster.Get(Context.System).SelfUniqueAddress.Uid || !IsKey(open.Key)) return;
        if (Context.Child(open.Key).IsNobody())
            Context.ActorOf(HostedPart.Props(Sender, _terms with { Trail = Math.Clamp(open.Trail, 0, FlowTerms.MaxTrail), MaxEventBytes = Math.Max(0, open.MaxEventBytes) }, _catalog), open.Key);
    }

    protected override void PostStop()
    {
        if (_cloud.IsValueCreated) _ = _cloud.Value.DisposeAsync().AsTask();
    }

    private static bool IsKey(string key) => key.Length == 32 && key.All(char.IsAsciiHexDigitLower);
}

/// <summary>How a member runs actors of flows.</summary>
public sealed record FlowNodeOptions
{
    /// <summary>The modules that it knows.</summary>
    public ModuleCatalog Catalog { get; init; } = ModuleCatalog.BuiltIn;

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public IdSource Ids { get; init; } = IdSource.System;

    /// <summary>Of the links to other nodes.</summary>
    internal LinkSettings Link { get; init; } = EdgeTerms.Link;

    /// <summary>As the settings of a node say (<c>actors.dataflow</c>).</summary>
    /// <exception cref="ActorsException">An assembly with modules cannot be loaded.</exception>
    public static FlowNodeOptions From(Config config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new FlowNodeOptions { Catalog = config.GetStringList("actors.dataflow.modules").Aggregate(ModuleCatalog.BuiltIn, (catalog, file) => catalog.With(file)) };
    }
}
