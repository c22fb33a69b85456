using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Actors.Services.Methods;

/// <summary>How a value that a method gave, after any waiting for it, becomes a result.</summary>
internal abstract class Payload
{
    public virtual bool Streams => false;

    public static Payload Of(Type type, JsonSerializerOptions options)
    {
        if (JsonShape.Implemented(type, typeof(IAsyncEnumerable<>)) is { } item)
            return Make(typeof(StreamPayload<,>).MakeGenericType(type, item[0]), options);
        return type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IEnumerable<>)
            ? Make(typeof(SequencePayload<>).MakeGenericType(type.GetGenericArguments()), options)
            : Make(typeof(ValuePayload<>).MakeGenericType(type), options);
    }

    private static Payload Make(Type type, JsonSerializerOptions options) => (Payload)Activator.CreateInstance(type, options)!;
}

internal abstract class Payload<T> : Payload
{
    /// <exception cref="ActorsException">Or a <see cref="RemoteException"/>: it could not be written.</exception>
    public abstract MethodResult Finish(T value, in Call call);
}

internal sealed class ValuePayload<T>(JsonSerializerOptions options) : Payload<T>
{
    private JsonTypeInfo<T>? _info;

    public override MethodResult Finish(T value, in Call call) => new(Write(value, call));

    public byte[] Write(T value, in Call call)
    {
        // A task in an object would be written as its properties, one of which blocks the thread.
        if (value is Task or Delegate)
            throw new ActorsException(ErrorCodes.Unserializable, $"{call.What} cannot be written as JSON: it is a task or a delegate");
        if (value is Stream)
            throw new ActorsException(ErrorCodes.Unserializable, $"{call.What} cannot be written as JSON: it is a stream of bytes; give a byte[], or an IAsyncEnumerable of them");
        return ResultWriter.Write(value, _info ??= ResultWriter.Info<T>(options, call), call);
    }
}
