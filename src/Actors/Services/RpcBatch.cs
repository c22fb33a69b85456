using Actors.Gateways.Rpc;
using Actors.Services.Proxies;

namespace Actors.Services;

/// <summary>Many small calls in one frame: add them, then <see cref="SendAsync"/>; each has its own result or error. For one thread, sent once.</summary>
/// <example><code>
/// var batch = client.Batch();
/// var sum = batch.CallAsync&lt;int&gt;("add", 6, 8);
/// batch.Notify("log", "asked");
/// await batch.SendAsync();
/// Console.WriteLine(await sum);
/// </code></example>
public sealed class RpcBatch
{
    /// <summary>The most that a <see cref="SocketServer"/> takes by default.</summary>
    public const int MaxCalls = 1000;

    private static readonly string[] NoNames = [];

    private readonly RpcTransport _transport;
    private readonly List<BatchEntry> _entries = [];
    private bool _sent;

    internal RpcBatch(RpcTransport transport) => _transport = transport;

    public int Count => _entries.Count;

    /// <summary>The task ends when the batch has been sent and answered.</summary>
    public Task<T> CallAsync<T>(string method, params object?[] arguments)
    {
        var call = new BatchCall<T>(method, RpcTransport.ParamsOf(CallArguments.Of(arguments, NoNames).Arguments));
        Add(call);
        return call.Result;
    }

    /// <summary>With arguments by name: the members of an object or of a dictionary.</summary>
    public Task<T> CallNamedAsync<T>(string method, object arguments)
    {
        var call = new BatchCall<T>(method, RpcTransport.ParamsOf(CallArguments.Named(arguments)));
        Add(call);
        return call.Result;
    }

    /// <summary>A call that nobody answers.</summary>
    public void Notify(string method, params object?[] arguments) =>
        Add(new BatchNotification(method, RpcTransport.ParamsOf(CallArguments.Of(arguments, NoNames).Arguments)));

    /// <summary>Ends when all replies are there. What failed is told by the task of each call; only what concerns them all is thrown here too.</summary>
    /// <exception cref="ActorsException">unreachable, lost, timeout, too-large.</exception>
    public async Task SendAsync(CancellationToken cancel = default)
    {
        ThrowIfSent();
        _sent = true;
        if (_entries.Count == 0) return;
        try
        {
            await _transport.SendBatchAsync(_entries, cancel).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            foreach (var entry in _entries) entry.Fail(failure);
            throw;
        }
    }

    private void Add(BatchEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry.Method);
        ThrowIfSent();
        if (_entries.Count == MaxCalls) throw new InvalidOperationException($"a batch holds at most {MaxCalls} calls");
        _entries.Add(entry);
    }

    private void ThrowIfSent()
    {
        if (_sent) throw new InvalidOperationException("the batch has been sent");
    }
}
