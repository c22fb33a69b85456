using Actors.Futures.Internal;
using Actors.Services;
using Actors.Services.Hosts;
using Actors.Services.Internal;
using Google.Protobuf;

namespace Actors.Futures.Shelves;

/// <summary>What others may ask of a worker's shelf.</summary>
internal sealed class ShelfCallee(Shelf shelf, int cores, TimeProvider time) : ICallee
{
    /// <summary>At most 330 bytes each, so that a page fits a message.</summary>
    public const int KeysInPage = 180;

    private TimeSpan Now => time.GetElapsedTime(0);

    public ValueTask<CallOutcome> CallAsync(ServiceCall call, int slot, CancellationToken cancel)
    {
        try
        {
            return ValueTask.FromResult(Answer(call));
        }
        catch (Exception failure)
        {
            return ValueTask.FromResult(new CallOutcome(null, CallFailures.Of(failure)));
        }
    }

    private CallOutcome Answer(ServiceCall call)
    {
        switch (call.Method)
        {
            case FutureCalls.Get:
                return Get(ShelfGet.Parser.ParseFrom(call.Arguments));
            case FutureCalls.Put:
                shelf.PutPart(ShelfPut.Parser.ParseFrom(call.Arguments), Now);
                break;
            case FutureCalls.Hold:
                Hold(ShelfHold.Parser.ParseFrom(call.Arguments));
                break;
            case FutureCalls.Show:
                return new CallOutcome(Show(ShelfShow.Parser.ParseFrom(call.Arguments)).ToByteString());
            case FutureCalls.Clear:
                shelf.Clear();
                break;
            default:
                throw new ActorsException(ErrorCodes.NoSuchMethod, $"a shelf has no {call.Method}");
        }

        return new CallOutcome(ByteString.Empty);
    }

    private CallOutcome Get(ShelfGet get)
    {
        if (!shelf.TryGet(get.Key, out var value))
            throw new ActorsException(ErrorCodes.NotFound, $"{get.Key} is not on this worker's shelf");
        return value.Length <= FutureCalls.PartBytes ? new CallOutcome(UnsafeByteOperations.UnsafeWrap(value)) : new CallOutcome(null, Stream: PartsOf(value));
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> PartsOf(ReadOnlyMemory<byte> value)
    {
        for (var offset = 0; offset < value.Length; offset += FutureCalls.PartBytes)
            yield return value[offset..Math.Min(value.Length, offset + FutureCalls.PartBytes)];
        await ValueTask.CompletedTask.ConfigureAwait(false);
    }

    private void Hold(ShelfHold hold)
    {
        if (hold.Ends)
        {
            shelf.Forget(hold.Client);
            return;
        }

        shelf.Touch(hold.Client, Now);
        foreach (var released in hold.Released)
            shelf.Release(hold.Client, released.Key, released.Serial, Now);
    }

    private ShelfShown Show(ShelfShow show)
    {
        var (count, bytes) = shelf.Usage;
        return new ShelfShown { Cores = cores, Count = count, Size = bytes, MaxSize = shelf.MaxBytes, Keys = { shelf.Keys(show.After, KeysInPage) } };
    }
}
