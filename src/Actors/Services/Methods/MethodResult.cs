namespace Actors.Services.Methods;

/// <summary>What a method gave: a value as JSON, or a stream of such values.</summary>
internal readonly struct MethodResult
{
    private readonly ReadOnlyMemory<byte> _value;

    public MethodResult(ReadOnlyMemory<byte> value) => _value = value;

    public MethodResult(IAsyncEnumerable<ReadOnlyMemory<byte>> items) => Items = items;

    public static MethodResult Nothing { get; } = new("null"u8.ToArray());

    /// <summary>UTF-8 JSON; <c>null</c> of a method without a result.</summary>
    /// <exception cref="InvalidOperationException">It is a stream.</exception>
    public ReadOnlyMemory<byte> Value => Items == null ? _value : throw new InvalidOperationException("the result is a stream; read its Items");

    /// <summary>
    /// Of a stream, its items, each as UTF-8 JSON; to be read once. The method runs while they are read: disposing the enumerator or cancelling stops it.
    /// Reading throws what <see cref="Invocation.RunAsync"/> throws. Null of a value.
    /// </summary>
    public IAsyncEnumerable<ReadOnlyMemory<byte>>? Items { get; }

    public bool IsStream => Items != null;
}
