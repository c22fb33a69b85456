using System.Net;
using System.Net.Sockets;
using Actors.Client.Internal;
using Actors.Configuration;
using Actors.Services;
using Actors.Services.Internal;
using Actors.Storage;
using Akka.Actor;
using Akka.Cluster.Tools.Client;
using Akka.Configuration;

namespace Actors.Client;

public sealed partial class ComputeCloud
{
    // Not "actors": a client is no node, and its address must never be taken for one.
    private const string ClientSystemName = "actors-client";

    private const string Loopback = "127.0.0.1";

    // A library says nothing while all is well.
    private static readonly Config ClientDefaults = ConfigurationFactory.ParseString("akka.loglevel = WARNING");

    /// <summary>Connects from outside: to any node, through the cluster receptionist. It returns when a node has answered.</summary>
    /// <param name="contactPoints"><c>HOST:PORT[,HOST:PORT]</c>; further nodes are learnt from the first that answers.</param>
    /// <param name="options">Null: the defaults.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="ActorsException">Nobody answers (<see cref="ErrorCodes.Unreachable"/>), or the contact points are no such list.</exception>
    public static async Task<ComputeCloud> ConnectAsync(string contactPoints, ConnectOptions? options = null, CancellationToken cancel = default)
    {
        options ??= new ConnectOptions();
        var contacts = ContactList.Parse(contactPoints);
        var config = ClientConfig(contacts, options);
        var settings = ClientSettings.From(config).Within(options.Patience);
        var system = ActorSystem.Create(ClientSystemName, config);
        try
        {
            var client = system.ActorOf(ClusterClient.Props(ClusterClientSettings.Create(system)), "cluster-client");
            var link = LinkOver(system, FrontRoute.Through(client), settings);
            await HelloAsync(link, contacts, settings, cancel).ConfigureAwait(false);
            var services = new ServicesClient(system, ServiceRoute.Through(client), link.Name, IdSource.System, TimeProvider.System) { Store = link };
            return new ComputeCloud(system, link, services, IdSource.System, system.Terminate);
        }
        catch
        {
            await system.Terminate().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Joins a cluster as a member without a role: calls of services then take the shortest way. It returns when the member is Up.</summary>
    /// <param name="seeds"><c>HOST:PORT[,HOST:PORT]</c> of nodes.</param>
    /// <param name="options">Null: the defaults. Members dial each other: this one listens on the address from which it reaches the first of the nodes, unless <c>akka.remote.dot-netty.tcp.hostname</c> says another one; beyond loopback it wants TLS or a secret, as nodes do.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="ActorsException">Nobody lets it in (<see cref="ErrorCodes.Unreachable"/>), or a setting is wrong.</exception>
    public static async Task<ComputeCloud> JoinAsync(string seeds, ConnectOptions? options = null, CancellationToken cancel = default)
    {
        options ??= new ConnectOptions();
        var contacts = ContactList.Parse(seeds);
        var config = MemberConfig(contacts, options);
        NodeRules.CheckSafe(config, new SettingPositions());
        var system = ActorSystem.Create(NodePlan.SystemName, config);
        try
        {
            var up = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Akka.Cluster.Cluster.Get(system).RegisterOnMemberUp(up.SetResult);
            var patience = options.Patience ?? ClientSettings.From(config).Patience;
            await up.Task.WaitAsync(patience, TimeProvider.System, cancel).ConfigureAwait(false);
            return From(system, () => CoordinatedShutdown.Get(system).Run(CoordinatedShutdown.ClusterLeavingReason.Instance));
        }
        catch (Exception failure)
        {
            await system.Terminate().ConfigureAwait(false);
            if (failure is not TimeoutException) throw;
            throw new ActorsException(ErrorCodes.Unreachable, $"no node at {contacts} has let this program in; start one, or name another one (a wrong cluster secret, or TLS on one side only, looks the same)", failure);
        }
    }

    /// <summary>The cluster that this actor system is a member of.</summary>
    /// <exception cref="ActorsException">The system is no member of a cluster, or lacks the product's settings (<see cref="ReferenceConfig"/>).</exception>
    /// <remarks>A system that joined by settings of its own judges as nodes do, when the cluster falls apart, with <c>akka.cluster.split-brain-resolver.keep-majority.role = node</c>.</remarks>
    public static ComputeCloud From(ActorSystem system)
    {
        ArgumentNullException.ThrowIfNull(system);
        if (!system.Settings.Config.HasPath("actors.client") || system.Settings.Config.GetString("akka.actor.provider") != "cluster")
            throw new ActorsException(ErrorCodes.Invalid, $"the actor system {system.Name} is no member of a cluster, or has not ReferenceConfig.Config below its settings: use JoinAsync, or ConnectAsync from outside");
        return From(system, () => Task.CompletedTask);
    }

    private static ComputeCloud From(ActorSystem system, Func<Task> stop)
    {
        var front = FrontExtension.Of(system);
        front.EnsureStarted();
        var link = LinkOver(system, FrontRoute.Local(front.Front!), ClientSettings.From(system.Settings.Config));
        var services = new ServicesClient(system, ServiceRoute.Local(system, front.Services!), link.Name, IdSource.System, TimeProvider.System) { Store = link };
        return new ComputeCloud(system, link, services, IdSource.System, stop);
    }

    /// <summary>The settings of a program that joins.</summary>
    internal static Config MemberConfig(ContactList contacts, ConnectOptions options)
    {
        var config = options.Settings.WithFallback(ClientDefaults).WithFallback(ReferenceConfig.Config);
        var own = ConfigurationFactory.FromObject(new
        {
            akka = new
            {
                actor = new { provider = "cluster" },
                cluster = new Dictionary<string, object> { ["seed-nodes"] = contacts.Nodes(config.GetBoolean("akka.remote.dot-netty.tcp.enable-ssl")) },
            },
            actors = new { engine = new { remote = new { secret = options.Secret ?? config.GetString("actors.cluster.secret") ?? "" } } },
        });
        var free = ConfigurationFactory.ParseString($"akka.remote.dot-netty.tcp {{ hostname = \"{HostTowards(contacts)}\", port = 0 }}");
        return own.WithFallback(NodePlan.MajorityOfNodes(config)).WithFallback(options.Settings).WithFallback(free).WithFallback(config).WithFallback(ClusterClientReceptionist.DefaultConfig());
    }

    private static FrontLink LinkOver(ActorSystem system, FrontRoute route, ClientSettings settings)
    {
        var caller = system.ActorOf(Props.Create(() => new FrontCaller(route, settings.ResendAfter)));
        var link = StorageSettings.From(system.Settings.Config.WithFallback(ReferenceConfig.Config)).Link;
        var name = $"client-{IdSource.System.Next() & 0xFFFFFFFF:x8}";
        // Between outside ends a stall is the reader's pace, and a lost front shows by its silence.
        return new FrontLink(caller, settings, link with { StallTimeout = null }, TimeProvider.System, IdSource.System, name);
    }

    private static async Task HelloAsync(FrontLink link, ContactList contacts, ClientSettings settings, CancellationToken cancel)
    {
        try
        {
            await link.AskOnceAsync<Welcome>(number => new Hello { RequestId = number }, TimeSpan.Zero, settings.ConnectTimeout, cancel).ConfigureAwait(false);
        }
        catch (ActorsException failure) when (failure.Code == ErrorCodes.Timeout)
        {
            throw new ActorsException(
                ErrorCodes.Unreachable,
                $"no node answers at {contacts} within {settings.ConnectTimeout.TotalSeconds:0.#} s; start one, or name another one (a wrong cluster secret, or TLS on one side only, looks the same)",
                failure);
        }
    }

    private static Config ClientConfig(ContactList contacts, ConnectOptions options)
    {
        var config = options.Settings.WithFallback(ClientDefaults).WithFallback(ReferenceConfig.Config);
        var own = ConfigurationFactory.FromObject(new
        {
            akka = new
            {
                actor = new { provider = "remote" },
                cluster = new { client = new Dictionary<string, object> { ["initial-contacts"] = contacts.Receptionists(config.GetBoolean("akka.remote.dot-netty.tcp.enable-ssl")) } },
                remote = new Dictionary<string, object>
                {
                    ["dot-netty"] = new { tcp = new Dictionary<string, object> { ["hostname"] = Loopback, ["public-hostname"] = AddressTowards(contacts), ["port"] = 0 } },
                },
            },
            actors = new { engine = new { remote = new { secret = options.Secret ?? config.GetString("actors.cluster.secret") ?? "" } } },
        });
        var patience = options.Patience is not { } given ? Config.Empty : ConfigurationFactory.ParseString(
            $"actors {{ client.patience = {(long)given.TotalMilliseconds} ms, services.client.patience = {Math.Max(1, (long)given.TotalMilliseconds)} ms }}");
        return patience.WithFallback(own).WithFallback(config).WithFallback(ClusterClientReceptionist.DefaultConfig());
    }

    /// <summary>
    /// The name by which the cluster tells clients apart. Answers come over the client's own connection, so nobody dials it; but two clients on two machines that both
    /// called themselves 127.0.0.1 could be taken for one.
    /// </summary>
    private static string AddressTowards(ContactList contacts)
    {
        var (host, port) = contacts.Points[0];
        try
        {
            using var probe = new Socket(SocketType.Dgram, ProtocolType.Udp);
            probe.Connect(host, port); // sends nothing: the system only picks the interface
            var address = ((IPEndPoint)probe.LocalEndPoint!).Address;
            return (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString();
        }
        catch (SocketException)
        {
            return Loopback; // an unknown host is reported when nobody answers there
        }
    }

    /// <summary>Where a member listens so that the nodes can dial it.</summary>
    private static string HostTowards(ContactList contacts)
    {
        var address = IPAddress.Parse(AddressTowards(contacts));
        return address.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(address) ? address.ToString() : Loopback;
    }
}
