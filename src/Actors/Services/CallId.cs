using System.Security.Cryptography;
using System.Text;
using Actors.Internal;
using Google.Protobuf;

namespace Actors.Services;

/// <summary>
/// Names one call for good: 128 bits, printed as 32 lower-case hex digits. The client makes it, so a call that is sent again is the same call.
/// </summary>
internal readonly record struct CallId(UInt128 Value)
{
    private const string Kind = "a call";

    public static CallId New(IdSource ids) => new(ids.Next());

    /// <summary>The id that a client's own key stands for: the same service and key always name the same call.</summary>
    public static CallId FromKey(string service, string key) =>
        // The length keeps ("a", "bc") and ("ab", "c") apart.
        new(IdBits.FromBytes(SHA256.HashData(Encoding.UTF8.GetBytes($"{service.Length}:{service}{key}")).AsSpan(0, IdBits.SizeBytes), Kind));

    public static CallId FromWire(ByteString bytes) => new(IdBits.FromBytes(bytes.Span, Kind));

    public static bool TryFromWire(ByteString bytes, out CallId id)
    {
        id = bytes.Length == IdBits.SizeBytes ? FromWire(bytes) : default;
        return bytes.Length == IdBits.SizeBytes;
    }

    /// <summary>Of the link by which its values come: as hard to meet twice as the call's own random bits.</summary>
    public long LinkNumber => (long)Value & long.MaxValue;

    public ByteString ToWire() => UnsafeByteOperations.UnsafeWrap(IdBits.ToBytes(Value));

    public override string ToString() => IdBits.ToText(Value);
}
