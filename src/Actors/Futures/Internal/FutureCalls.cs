using Actors.Futures.Book;
using Actors.Services;
using Google.Protobuf;

namespace Actors.Futures.Internal;

/// <summary>The calls by which clients and workers get at futures.</summary>
internal sealed class FutureCalls(ServicesClient services, string client, FuturesSettings settings)
{
    /// <summary>The first letter of services that are the product's own: nobody else may serve or see them.</summary>
    public const char Hidden = '~';

    public const string ComputeService = "~futures";
    public const string Compute = "compute";
    public const string Get = "get";
    public const string Put = "put";
    public const string Hold = "hold";
    public const string Show = "show";
    public const string Clear = "clear";

    /// <summary>Of a value, in one message: with what else is in it, it fits the frame.</summary>
    public const int PartBytes = 48 * 1024;

    private const string ShelfPrefix = "~shelf/";

    public string Client => client;

    public static string ShelfOf(string worker) => ShelfPrefix + worker;

    /// <exception cref="ActorsException">It was not computed; of a function that threw, a <see cref="RemoteException"/>.</exception>
    public async Task<FutureComputed> ComputeAsync(SendWork send, CancellationToken cancel)
    {
        var request = new ComputeFuture
        {
            Client = client,
            Serial = send.Serial,
            Key = send.Key,
            Function = send.Work.Function,
            Arguments = { send.Work.Arguments },
            Inputs = { send.Inputs },
            Room = send.Room,
        };
        if (request.CalculateSize() <= PartBytes)
            return await ComputeAsync(request, send, cancel).ConfigureAwait(false);
        // A function of a thousand futures: what is asked lies on a shelf until it is answered, as a value would. Only inputs make it so large, so there is one.
        var stored = new StoredRequest { Worker = send.Inputs[0].Workers[0], Key = $"request-{client}-{send.Serial}" };
        try
        {
            await StoreAsync(stored, send.Serial, request.ToByteArray(), cancel).ConfigureAwait(false);
            return await ComputeAsync(new ComputeFuture { Client = client, Serial = send.Serial, Key = send.Key, Stored = stored }, send, cancel).ConfigureAwait(false);
        }
        finally
        {
            // Also when it did not get there whole: the room for it is taken with its first part.
            _ = DropAsync(stored, send.Serial);
        }
    }

    private async Task StoreAsync(StoredRequest stored, long serial, byte[] request, CancellationToken cancel)
    {
        try
        {
            await PutAsync(stored.Worker, stored.Key, serial, request, cancel).ConfigureAwait(false);
        }
        catch (ActorsException failure) when (failure.Code is not (ErrorCodes.TooLarge or ErrorCodes.Cancelled))
        {
            throw new ActorsException(ErrorCodes.Moved, failure.Message, failure);
        }
    }

    private async Task<FutureComputed> ComputeAsync(ComputeFuture request, SendWork send, CancellationToken cancel)
    {
        // For as long as it takes.
        var result = await services.InvokeAsync(ComputeService, Compute, request.ToByteString(), TimeSpan.Zero, send.Work.Priority, PlacementOf(send), cancel).ConfigureAwait(false);
        return FutureComputed.Parser.ParseFrom(result.Value.Span);
    }

    private static CallPlacement? PlacementOf(SendWork send) => send.Near.Count == 0 && send.Work.Workers.Count == 0 && send.Work.Labels.Count == 0
        ? null
        : new CallPlacement { Hosts = { send.Work.Workers }, Labels = { send.Work.Labels }, Near = { send.Near } };

    private async Task DropAsync(StoredRequest stored, long serial)
    {
        try
        {
            await HoldAsync(stored.Worker, new ShelfHold { Client = client, Released = { new ReleasedKey { Key = stored.Key, Serial = serial } } }).ConfigureAwait(false);
        }
        catch (ActorsException)
        {
            // It goes with the client's lease.
        }
    }

    /// <inheritdoc cref="ShelfRead"/>
    public async Task<byte[]> GetAsync(string worker, string key, Action<int>? count, CancellationToken cancel)
    {
        var request = new ShelfGet { Client = client, Key = key };
        var result = await services.InvokeAsync(ShelfOf(worker), Get, request.ToByteString(), settings.FetchTimeout, 0, cancel).ConfigureAwait(false);
        if (!result.IsStream)
        {
            count?.Invoke(result.Value.Length);
            return result.Value.ToArray();
        }

        using var value = new MemoryStream();
        await foreach (var part in result.Items!.WithCancellation(cancel).ConfigureAwait(false))
        {
            count?.Invoke(part.Length);
            value.Write(part.Span);
        }

        return value.ToArray();
    }

    public async Task PutAsync(string worker, string key, long serial, ReadOnlyMemory<byte> value, CancellationToken cancel)
    {
        for (var offset = 0; offset < Math.Max(1, value.Length); offset += PartBytes)
        {
            var part = new ShelfPut
            {
                Client = client,
                Serial = serial,
                Key = key,
                Offset = offset,
                Total = value.Length,
                Part = UnsafeByteOperations.UnsafeWrap(value[offset..Math.Min(value.Length, offset + PartBytes)]),
            };
            await services.InvokeAsync(ShelfOf(worker), Put, part.ToByteString(), settings.UploadTimeout, 0, cancel).ConfigureAwait(false);
        }
    }

    public Task HoldAsync(string worker, ShelfHold hold, CancellationToken cancel = default) =>
        services.InvokeAsync(ShelfOf(worker), Hold, hold.ToByteString(), settings.FetchTimeout, 0, cancel);

    /// <param name="worker">Whose shelf.</param>
    /// <param name="after">Keys are shown after this one.</param>
    /// <param name="cancel">Stops waiting.</param>
    public async Task<ShelfShown> ShowAsync(string worker, string after, CancellationToken cancel)
    {
        var result = await services.InvokeAsync(ShelfOf(worker), Show, new ShelfShow { After = after }.ToByteString(), settings.FetchTimeout, 0, cancel).ConfigureAwait(false);
        return ShelfShown.Parser.ParseFrom(result.Value.Span);
    }

    public Task ClearAsync(string worker, CancellationToken cancel) => services.InvokeAsync(ShelfOf(worker), Clear, ByteString.Empty, settings.FetchTimeout, 0, cancel);

    /// <summary>The workers that are there.</summary>
    public async Task<WorkerList> WorkersAsync(CancellationToken cancel) => WorkerList.Of(await services.ListWholeAsync(ComputeService, cancel).ConfigureAwait(false));
}
