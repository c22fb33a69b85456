using System.Runtime.CompilerServices;
using Actors.Futures.Internal;
using Actors.Services.Proxies;

namespace Actors.Futures;

/// <summary>
/// A value that is made, or lies, on a worker. It stays there for as long as a future of it is alive or something is made of it: dispose of futures that are not needed any more
/// (the garbage collector does it later). Safe for use by several threads.
/// </summary>
public sealed class Future<T> : Argument<T>, IFuture
{
    private readonly FutureHandle _handle;

    internal Future(FutureHandle handle) => _handle = handle;

    public string Key => _handle.Cell.Key;

    public FutureStatus Status => _handle.Cell.Status;

    public bool IsDone => Status != FutureStatus.Pending;

    public Exception? Exception => _handle.Cell.Failure;

    public Task Done => _handle.Done;

    internal override ArgumentNode Node => new() { Key = Key };

    internal override IEnumerable<IFuture> Futures => [this];

    /// <summary>Waits for the value and brings it here. When it was lost meanwhile it is made again.</summary>
    /// <exception cref="Services.RemoteException">The function threw, or one whose value it needs.</exception>
    /// <exception cref="ActorsException">It was cancelled, or could not be run.</exception>
    public async Task<T> ResultAsync(CancellationToken cancel = default)
    {
        var json = await _handle.ReadAsync(cancel).ConfigureAwait(false);
        return ResultReader.Read<T>(Key, json);
    }

    /// <summary>Awaiting a future is awaiting its result.</summary>
    public TaskAwaiter<T> GetAwaiter() => ResultAsync().GetAwaiter();

    public void Cancel() => _handle.Cancel();

    /// <summary>Releases the value. Results that are waited for come all the same; otherwise a future that is still pending is cancelled.</summary>
    public void Dispose() => _handle.Dispose();

    public override string ToString() => $"{Key} ({Status})";
}
