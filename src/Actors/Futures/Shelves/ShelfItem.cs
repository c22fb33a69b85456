namespace Actors.Futures.Shelves;

/// <summary>A value, and the serials under which clients hold it.</summary>
internal sealed class ShelfItem(string key, ReadOnlyMemory<byte> value)
{
    public string Key { get; } = key;

    public ReadOnlyMemory<byte> Value { get; } = value;

    public Dictionary<string, long> Holders { get; } = [];
}

/// <summary>A value of which parts have come.</summary>
internal sealed class PartialValue(byte[] value, long serial)
{
    /// <summary>Of the attempt that stores it.</summary>
    public long Serial => serial;

    public ReadOnlyMemory<byte> Value => value;

    public int Length { get; private set; }

    public bool IsComplete => Length == value.Length;

    /// <returns>False: there is a gap before it, or it goes beyond the end.</returns>
    public bool TryAdd(long offset, ReadOnlySpan<byte> part)
    {
        if (offset < 0 || offset > Length || part.Length > value.Length - offset)
            return false;
        if (offset < Length)
            return true;
        part.CopyTo(value.AsSpan(Length));
        Length += part.Length;
        return true;
    }
}
