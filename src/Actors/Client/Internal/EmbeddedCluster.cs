using Actors.Configuration;
using Akka.Actor;
using Akka.Configuration;

namespace Actors.Client.Internal;

/// <summary>Nodes with all roles inside this process. The first one founds the cluster, the others join it.</summary>
internal sealed class EmbeddedCluster : IAsyncDisposable
{
    private static readonly Config Defaults = ConfigurationFactory.ParseString("""
        akka {
          # A library says nothing while all is well.
          loglevel = WARNING
          cluster.roles = [broker, worker, storage, gateway]
          remote.dot-netty.tcp { hostname = "127.0.0.1", port = 0 }
        }
        actors.gateways.computecloud.port = 0
        """);

    private readonly List<NodeHost> _nodes = [];
    private readonly string? _temporary;
    private bool _warned;

    private EmbeddedCluster(string? temporary) => _temporary = temporary;

    public ActorSystem First => _nodes[0].System;

    public static async Task<EmbeddedCluster> StartAsync(EmbeddedOptions options, CancellationToken cancel)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Nodes, 1, nameof(options));
        var temporary = options.DataFolder == null ? Directory.CreateTempSubdirectory("actors-embedded-").FullName : null;
        var cluster = new EmbeddedCluster(temporary);
        try
        {
            var data = ConfigurationFactory.FromObject(new { actors = new Dictionary<string, object> { ["data-dir"] = options.DataFolder ?? temporary! } });
            var plan = NodePlan.From(data.WithFallback(options.Settings).WithFallback(Defaults));
            var start = new NodeHostOptions { Say = options.Warn, WithoutSandbox = options.FallsBackToNoSandbox ? cluster.WarnOnce(options.Warn) : null, Join = self => self };
            cluster._nodes.Add(await NodeHost.StartAsync(plan, start, cancel).ConfigureAwait(false));
            var first = cluster._nodes[0].Address;
            // One after the other: each takes the next free data folder.
            for (var i = 1; i < options.Nodes; i++)
                cluster._nodes.Add(await NodeHost.StartAsync(plan, start with { Join = _ => first }, cancel).ConfigureAwait(false));
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>What one node finds out about the machine holds for all of them; they start one after the other.</summary>
    private Action<string> WarnOnce(Action<string> warn) => reason =>
    {
        if (_warned) return;
        _warned = true;
        warn($"WARNING: no sandbox works on this machine ({reason}): these jobs run WITHOUT one, with all rights of this process");
    };

    public async ValueTask DisposeAsync()
    {
        // The founder last: it leads, and the others leave through it.
        await Task.WhenAll(_nodes.Skip(1).Select(node => node.DisposeAsync().AsTask())).ConfigureAwait(false);
        if (_nodes.Count > 0) await _nodes[0].DisposeAsync().ConfigureAwait(false);
        if (_temporary != null) Directory.Delete(_temporary, recursive: true);
    }
}
