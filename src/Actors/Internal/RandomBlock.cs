using System.Security.Cryptography;

namespace Actors.Internal;

/// <summary>Cryptographic random bytes, taken from the system by the block: one fetch costs more than all else about an id.</summary>
internal static class RandomBlock
{
    private const int BlockBytes = 1000; // of a hundred ids

    [ThreadStatic]
    private static byte[]? _block;

    [ThreadStatic]
    private static int _left;

    /// <summary>Fills the whole span.</summary>
    public static void Fill(Span<byte> bytes)
    {
        if (bytes.Length > BlockBytes)
        {
            RandomNumberGenerator.Fill(bytes);
            return;
        }

        var block = _block ??= new byte[BlockBytes];
        if (_left < bytes.Length)
        {
            RandomNumberGenerator.Fill(block);
            _left = BlockBytes;
        }

        block.AsSpan(BlockBytes - _left, bytes.Length).CopyTo(bytes);
        _left -= bytes.Length;
    }
}
