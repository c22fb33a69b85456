using Actors.Messaging;

namespace Actors.Tests.Messaging;

/// <summary>Servers with the pids 1, 2, ... on this machine, started, and stopped with the test.</summary>
internal sealed class Cluster<TMessage> : IAsyncDisposable
    where TMessage : notnull
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly List<Server<TMessage>> _servers;

    private Cluster(ServerConfig config, List<Server<TMessage>> servers) => (Config, _servers) = (config, servers);

    public ServerConfig Config { get; }

    public Server<TMessage> this[int pid] => _servers[pid - 1];

    public static async Task<Cluster<TMessage>> StartAsync(int count, ServerSettings? settings = null)
    {
        var config = Ports.ConfigOf([.. Enumerable.Range(1, count)]);
        var servers = config.Servers.Select(server => new Server<TMessage>(server.Pid, config, settings ?? Impatient)).ToList();
        foreach (var server in servers)
            await server.StartAsync();
        return new Cluster<TMessage>(config, servers);
    }

    /// <summary>The defaults, for tests whose peers go down: nobody waits for them.</summary>
    public static ServerSettings Impatient { get; } = new() { Linger = TimeSpan.FromMilliseconds(200), RetryInterval = TimeSpan.FromMilliseconds(50) };

    public async Task<Envelope<TMessage>> ReadAsync(int pid)
    {
        using var limit = new CancellationTokenSource(Patience);
        return await this[pid].Inbox.ReadAsync(limit.Token);
    }

    public async Task<List<TMessage>> ReadAsync(int pid, int count)
    {
        var messages = new List<TMessage>();
        while (messages.Count < count)
            messages.Add((await ReadAsync(pid)).Message);
        return messages;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers)
            await server.DisposeAsync();
    }
}
