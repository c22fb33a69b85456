using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Actors.Services.Methods;

/// <summary>A stream is not read here: the method goes on as its reader asks for items.</summary>
internal sealed class StreamPayload<TStream, T>(JsonSerializerOptions options) : Payload<TStream>
    where TStream : IAsyncEnumerable<T>
{
    private readonly ValuePayload<T> _item = new(options);

    public override bool Streams => true;

    public override MethodResult Finish(TStream value, in Call call) =>
        value == null ? throw call.Failure(new InvalidOperationException("The method returned null instead of a stream.")) : new MethodResult(Items(value, call));

    private async IAsyncEnumerable<ReadOnlyMemory<byte>> Items(TStream stream, Call call, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(call.Cancellation, cancellation);
        call = call with { Cancellation = either.Token };
        var items = Start(stream, call);
        try
        {
            while (await Next(items, call).ConfigureAwait(false) is (true, var item))
                yield return _item.Write(item, call);
        }
        finally
        {
            await End(items, call).ConfigureAwait(false);
        }
    }

    private static IAsyncEnumerator<T> Start(TStream stream, Call call)
    {
        try
        {
            return stream.GetAsyncEnumerator(call.Cancellation);
        }
        catch (Exception thrown)
        {
            throw call.Failure(thrown);
        }
    }

    private static async ValueTask<(bool IsThere, T Item)> Next(IAsyncEnumerator<T> items, Call call)
    {
        // Also for a stream that does not look at its token: it stops at its next item.
        if (call.Cancellation.IsCancellationRequested)
            throw call.Cancelled();
        try
        {
            return await items.MoveNextAsync().ConfigureAwait(false) ? (true, items.Current) : (false, default!);
        }
        catch (Exception thrown)
        {
            throw call.Failure(thrown);
        }
    }

    private static async ValueTask End(IAsyncEnumerator<T> items, Call call)
    {
        try
        {
            await items.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception thrown)
        {
            throw call.Failure(thrown);
        }
    }
}
