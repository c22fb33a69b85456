using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Actors.Services.Methods;

namespace Actors.Services.Proxies;

/// <summary>Reads what a call gave as the type that its caller wants.</summary>
internal static class ResultReader
{
    /// <summary>Of a stream that its caller wants as one value; longer ones must be read item by item.</summary>
    private const int MaxGatheredBytes = 16 * 1024 * 1024;

    /// <exception cref="ActorsException">unserializable: it is not of that type. Of a stream, also what ended it.</exception>
    public static async Task<T> ReadAsync<T>(string method, MethodResult result, CancellationToken cancel)
    {
        if (StreamReader<T>.Make is { } make) return (T)make(method, result, default);
        return Read<T>(method, result.Items == null ? result.Value : await GatherAsync(method, result.Items, cancel).ConfigureAwait(false));
    }

    /// <exception cref="ActorsException">unserializable: it is not of that type.</exception>
    public static T Read<T>(string method, ReadOnlyMemory<byte> json) => (T)Read(typeof(T), method, json)!;

    /// <exception cref="ActorsException">unserializable: it is not of that type.</exception>
    public static object? Read(Type type, string method, ReadOnlyMemory<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json.Span, type, ServiceJson.For(type));
        }
        catch (Exception failure) when (failure is JsonException or NotSupportedException or InvalidOperationException)
        {
            throw new ActorsException(ErrorCodes.Unserializable, $"the result of '{method}' is not a {type.Name}: {failure.Message}", failure);
        }
    }

    /// <summary>The items of a stream; of a value, the elements of its array.</summary>
    public static async IAsyncEnumerable<T> Items<T>(string method, MethodResult result, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        if (result.Items != null)
        {
            await foreach (var item in result.Items.WithCancellation(cancel).ConfigureAwait(false)) yield return Read<T>(method, item);
        }
        else
        {
            foreach (var item in Read<T[]?>(method, result.Value) ?? throw new ActorsException(ErrorCodes.Unserializable, $"the result of '{method}' is null, and no stream")) yield return item;
        }
    }

    /// <summary>For who does not want it: ends the method of a stream.</summary>
    public static async Task DropAsync(MethodResult result)
    {
        if (result.Items != null) await result.Items.GetAsyncEnumerator().DisposeAsync().ConfigureAwait(false);
    }

    private static async Task<ReadOnlyMemory<byte>> GatherAsync(string method, IAsyncEnumerable<ReadOnlyMemory<byte>> items, CancellationToken cancel)
    {
        var array = new ArrayBufferWriter<byte>();
        array.Write("["u8);
        await foreach (var item in items.WithCancellation(cancel).ConfigureAwait(false))
        {
            if (array.WrittenCount > 1) array.Write(","u8);
            array.Write(item.Span);
            if (array.WrittenCount > MaxGatheredBytes)
                throw new ActorsException(ErrorCodes.TooLarge, $"the stream of '{method}' is longer than {MaxGatheredBytes} bytes: read it as an IAsyncEnumerable");
        }

        array.Write("]"u8);
        return array.WrittenMemory;
    }

    /// <summary>For callers that know the type only when they run.</summary>
    /// <exception cref="ActorsException">unserializable: it is not of that type.</exception>
    public static object? Convert(Type type, string method, MethodResult result)
    {
        if (ItemType(type) is { } item) return StreamOf(item)(method, result, default);
        if (result.Items == null) return Read(type, method, result.Value);
        _ = DropAsync(result); // it cannot be awaited here, and ends nothing that could fail
        throw new ActorsException(ErrorCodes.Unserializable, $"the result of '{method}' is a stream: assign it to an IAsyncEnumerable and not to a {type.Name}");
    }

    private static Type? ItemType(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>) ? type.GetGenericArguments()[0] : null;

    private static Func<string, MethodResult, CancellationToken, object> StreamOf(Type item) =>
        new Func<string, MethodResult, CancellationToken, IAsyncEnumerable<object>>(Items<object>).Method.GetGenericMethodDefinition()
            .MakeGenericMethod(item)
            .CreateDelegate<Func<string, MethodResult, CancellationToken, object>>();

    /// <summary>Knows of a type whether it is a stream: worked out once.</summary>
    private static class StreamReader<T>
    {
        public static readonly Func<string, MethodResult, CancellationToken, object>? Make = ItemType(typeof(T)) is { } item ? StreamOf(item) : null;
    }
}
