using Actors.Cluster.Tests.Processes;
using Xunit;

namespace Actors.Cluster.Tests;

/// <summary>One process with all roles, from its profile.</summary>
public sealed class AllInOne : IAsyncLifetime
{
    public AllInOne()
    {
        var ports = FreePorts.Take(2);
        GatewayPort = ports[1];
        Node = Cluster.Add(
            "node", "all-in-one", $"127.0.0.1:{ports[0]}", $"akka.remote.dot-netty.tcp.port={ports[0]}", $"actors.gateways.computecloud.port={GatewayPort}",
            "actors.gateways.computecloud.max-message-size=32768",
            "actors.services.broker.host-patience=1s");
    }

    public ClusterFolder Cluster { get; } = new();

    public ActorsNode Node { get; }

    public int GatewayPort { get; }

    public async Task InitializeAsync()
    {
        Node.Start();
        await Node.ReadyAsync();
    }

    public Task DisposeAsync() => Cluster.DisposeAsync().AsTask();

    public Task<CommandResult> RunAsync(params string[] arguments) => Cluster.RunAsync(Node, arguments);
}
