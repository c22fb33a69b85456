using Actors.Internal;
using Google.Protobuf;
using Google.Protobuf.Collections;

namespace Actors.Services.Internal;

/// <summary>Whether what came as ids of calls can be such. Actors that many share ask before they read a message: whatever else it holds, it must not end them.</summary>
internal static class WireIds
{
    public static bool IsId(ByteString bytes) => bytes.Length == IdBits.SizeBytes;

    public static bool Are<T>(RepeatedField<T> items, Func<T, ByteString> id)
    {
        foreach (var item in items)
        {
            if (!IsId(id(item)))
                return false;
        }

        return true;
    }
}
