using Actors.Client;
using Actors.Cluster;
using Actors.Cluster.Internal;
using Actors.Internal;
using Akka.Actor;
using Akka.Cluster.Tools.Client;
using Akka.Configuration;

namespace Actors.Configuration;

/// <summary>
/// One node of a cluster, whole: takes its data folder, starts its actor system, stores, role actors and listeners, and lets go of them in order. The composition root
/// of the executable's nodes and of embedded ones.
/// </summary>
internal sealed class NodeHost : IAsyncDisposable
{
    private static readonly TimeSpan SayEvery = TimeSpan.FromSeconds(5);

    private readonly NodeIdentity _identity;
    private readonly NodePlan _plan;
    private readonly NodeRoles _roles;

    private NodeHost(NodePlan plan, NodeIdentity identity, ActorSystem system, NodeRoles roles)
    {
        (_plan, _identity, System, _roles) = (plan, identity, system, roles);
    }

    public ActorSystem System { get; }

    public Address Address => Akka.Cluster.Cluster.Get(System).SelfAddress;

    /// <summary>Completed when the actor system has ended, for whatever reason.</summary>
    public Task Ended => System.WhenTerminated;

    /// <summary>What a node prints when it serves.</summary>
    public string ReadyLine => $"ready {Address} roles=[{string.Join(", ", _plan.Roles)}]";

    /// <summary>Starts a node; it returns when the node is Up, its stores are recovered and all it listens on is bound.</summary>
    /// <param name="plan">What the node is to be.</param>
    /// <param name="options">How it is started.</param>
    /// <param name="cancel">Gives up: the node leaves again.</param>
    /// <exception cref="ActorsException">The data folder or a port is taken, or a setting is wrong.</exception>
    public static async Task<NodeHost> StartAsync(NodePlan plan, NodeHostOptions options, CancellationToken cancel)
    {
        NodeRules.CheckSafe(plan.Config, new SettingPositions());
        var identity = plan.OpenIdentity(options.Ids);
        try
        {
            var peers = new KnownPeers(identity.Folder);
            // Who is told whom to join needs no others to ask.
            var system = CreateSystem(plan, identity, options.Join == null ? peers.Read() : []);
            try
            {
                if (options.Join == null) system.ActorOf(PeerWatch.Props(peers), PeerWatch.ActorName);
                var host = new NodeHost(plan, identity, system, NodeRoles.Start(system, plan, identity, options));
                await host.JoinAsync(options, cancel).ConfigureAwait(false);
                return host;
            }
            catch
            {
                await LeaveAsync(system).ConfigureAwait(false);
                throw;
            }
        }
        catch
        {
            identity.Dispose();
            throw;
        }
    }

    /// <summary>Leaves the cluster in order: listeners first, then membership, then the system; the data folder is free afterwards.</summary>
    public async ValueTask DisposeAsync()
    {
        await _roles.DisposeAsync().ConfigureAwait(false);
        await LeaveAsync(System).ConfigureAwait(false);
        _identity.Dispose();
    }

    // One that has ended, for whatever reason, has left.
    private static Task LeaveAsync(ActorSystem system) => system.WhenTerminated.IsCompleted ? Task.CompletedTask : CoordinatedShutdown.Get(system).Run(CoordinatedShutdown.ClusterLeavingReason.Instance);

    private static ActorSystem CreateSystem(NodePlan plan, NodeIdentity identity, IReadOnlyList<string> peers)
    {
        try
        {
            return ActorSystem.Create(NodePlan.SystemName, plan.SystemConfig(identity, peers));
        }
        catch (Exception failure) when (failure is not ActorsException)
        {
            for (var cause = failure; cause != null; cause = cause.InnerException)
                if (cause is ConfigurationException) throw new ActorsException(ErrorCodes.Invalid, cause.Message, failure);
            // The transport's exception types are the engine's own; what it says is what matters.
            var host = plan.Config.GetString("akka.remote.dot-netty.tcp.hostname");
            var port = plan.Config.GetInt("akka.remote.dot-netty.tcp.port");
            throw new ActorsException(ErrorCodes.InUse, $"the node cannot start on {new HostPort(host, port)} (akka.remote.dot-netty.tcp.port): {Innermost(failure).Message}; set another port, 0 for a free one, or another hostname", failure);
        }
    }

    private static Exception Innermost(Exception failure) => failure.InnerException is { } inner ? Innermost(inner) : failure;

    private async Task JoinAsync(NodeHostOptions options, CancellationToken cancel)
    {
        var cluster = Akka.Cluster.Cluster.Get(System);
        var up = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        cluster.RegisterOnMemberUp(up.SetResult);
        if (options.Join is { } join) cluster.Join(join(cluster.SelfAddress));
        while (true)
        {
            var waited = Task.Delay(SayEvery, options.Time, cancel);
            var first = await Task.WhenAny(up.Task, System.WhenTerminated, waited).ConfigureAwait(false);
            cancel.ThrowIfCancellationRequested();
            if (first == up.Task) break;
            if (first == System.WhenTerminated) throw new ActorsException(ErrorCodes.Failed, "the actor system ended before the node was a member");
            options.Say($"no seed node has let this node in yet; still trying {string.Join(", ", _plan.Config.GetStringList("akka.cluster.seed-nodes"))}");
        }

        var front = FrontExtension.Of(System).Start(_roles.Store, _roles.Jobs, _roles.Services);
        ClusterClientReceptionist.Get(System).RegisterService(front);
        ClusterClientReceptionist.Get(System).RegisterService(_roles.Services);
    }
}

/// <summary>How a node is started.</summary>
internal sealed record NodeHostOptions
{
    public IdSource Ids { get; init; } = IdSource.System;

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Whom to join, given the node's own address. Null: the seed nodes of the settings.</summary>
    public Func<Address, Address>? Join { get; init; }

    /// <summary>Where no sandbox works: null refuses jobs, anything else runs them without one and is told why.</summary>
    public Action<string>? WithoutSandbox { get; init; }

    /// <summary>Gets a line when something takes long or is unusual.</summary>
    public Action<string> Say { get; init; } = _ => { };
}
