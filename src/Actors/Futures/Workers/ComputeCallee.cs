using System.Buffers;
using Actors.Futures.Internal;
using Actors.Futures.Library;
using Actors.Futures.Shelves;
using Actors.Services;
using Actors.Services.Hosts;
using Actors.Services.Internal;
using Actors.Services.Methods;
using Google.Protobuf;

namespace Actors.Futures.Workers;

/// <summary>Computes futures: gets the inputs that this worker lacks from those that have them, calls the function, puts what it gives on the shelf.</summary>
internal sealed class ComputeCallee(string worker, IFunctions functions, Shelf shelf, FutureCalls peers, FuturesSettings settings, TimeProvider time) : ICallee
{
    // A value that is as short as its key may travel with the answer: who wants it need not ask again.
    private const int InlineBytes = 512;

    // Keys have up to 330 bytes, and a message has 60 KiB. Copies that the client does not hear of go with the others when it releases the value.
    private const int InputsTold = 100;

    private readonly SizeLimits _sizes = new(settings.MaxInputBytes, (int)settings.Shelf.MaxItemBytes);

    private TimeSpan Now => time.GetElapsedTime(0);

    public async ValueTask<CallOutcome> CallAsync(ServiceCall call, int slot, CancellationToken cancel)
    {
        try
        {
            if (call.Method != FutureCalls.Compute)
                throw new ActorsException(ErrorCodes.NoSuchMethod, $"workers have no {call.Method}");
            var computed = await ComputeAsync(ComputeFuture.Parser.ParseFrom(call.Arguments), cancel).ConfigureAwait(false);
            computed.Worker = worker;
            return new CallOutcome(computed.ToByteString());
        }
        catch (Exception failure)
        {
            return new CallOutcome(null, CallFailures.Of(failure));
        }
    }

    private async Task<FutureComputed> ComputeAsync(ComputeFuture request, CancellationToken cancel)
    {
        if (shelf.TryHold(request.Key, request.Client, request.Serial, Now, out var known))
            return Computed(known);
        if (request.Stored is { } stored)
            request = await ReadAsync(stored, cancel).ConfigureAwait(false);
        // It was computed here or elsewhere, and there was no room for it: it is not computed in vain again.
        if (request.Room > 0 && !shelf.HasRoom(request.Room))
            return new FutureComputed { Size = request.Room, Full = true };
        var fetch = new InputFetch(request, shelf, peers.GetAsync, worker, settings.MaxInputBytes, Now);
        await fetch.RunAsync(cancel).ConfigureAwait(false);
        // What is not told of now is told of the next time.
        if (fetch.Missing.Count + fetch.Unreached.Count > 0)
            return new FutureComputed { Missing = { fetch.Missing.Take(InputsTold) }, Unreached = { fetch.Unreached.Take(InputsTold) } };
        var arguments = Write(request, fetch.Values);
        using var function = await functions.FindAsync(request.Function).ConfigureAwait(false);
        var result = await function.Group.Bind(new Arguments(arguments), _sizes).RunAsync(null, cancel).ConfigureAwait(false);
        if (result.IsStream)
            throw new ActorsException(ErrorCodes.Unserializable, $"{FunctionNames.Text(request.Function)} gives a stream; a future is one value");
        cancel.ThrowIfCancellationRequested();
        try
        {
            shelf.Put(request.Key, result.Value, request.Client, request.Serial, Now);
        }
        catch (ActorsException failure) when (failure.Code == ErrorCodes.Overloaded)
        {
            return new FutureComputed { Size = result.Value.Length, Full = true };
        }

        var computed = Computed(result.Value);
        computed.Copied.AddRange(fetch.Copied.Take(InputsTold));
        return computed;
    }

    private async Task<ComputeFuture> ReadAsync(StoredRequest stored, CancellationToken cancel)
    {
        try
        {
            return ComputeFuture.Parser.ParseFrom(shelf.TryGet(stored.Key, out var value) ? value.ToArray() : await peers.GetAsync(stored.Worker, stored.Key, null, cancel).ConfigureAwait(false));
        }
        catch (ActorsException failure)
        {
            throw new ActorsException(ErrorCodes.Moved, $"what is to be computed was lost: {failure.Message}", failure); // the client asks again
        }
    }

    private static FutureComputed Computed(ReadOnlyMemory<byte> value)
    {
        var computed = new FutureComputed { Size = value.Length };
        if (value.Length <= InlineBytes)
            computed.Value = ByteString.CopyFrom(value.Span);
        return computed;
    }

    private ReadOnlyMemory<byte> Write(ComputeFuture request, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> values)
    {
        var json = new ArrayBufferWriter<byte>();
        Write(request.Arguments, values, json, ServiceJson.MaxDepth);
        return json.WrittenMemory;
    }

    private void Write(IReadOnlyList<ArgumentNode> nodes, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> values, ArrayBufferWriter<byte> json, int depth)
    {
        if (depth == 0)
            throw new ActorsException(ErrorCodes.BadArguments, $"lists are nested more than {ServiceJson.MaxDepth} times");
        json.Write("["u8);
        for (var i = 0; i < nodes.Count; i++)
        {
            if (i > 0)
                json.Write(","u8);
            switch (nodes[i].NodeCase)
            {
                case ArgumentNode.NodeOneofCase.Json:
                    json.Write(nodes[i].Json.Span);
                    break;
                case ArgumentNode.NodeOneofCase.Key when values.TryGetValue(nodes[i].Key, out var value):
                    json.Write(value.Span);
                    break;
                case ArgumentNode.NodeOneofCase.List:
                    Write(nodes[i].List.Nodes, values, json, depth - 1);
                    break;
                default:
                    throw new ActorsException(ErrorCodes.BadArguments, $"argument {i + 1} is neither JSON, nor one of the inputs, nor a list");
            }

            if (json.WrittenCount > settings.MaxInputBytes)
                throw new ActorsException(ErrorCodes.TooLarge, $"the arguments have more than {settings.MaxInputBytes} bytes (actors.futures.max-input-size)");
        }

        json.Write("]"u8);
    }
}
