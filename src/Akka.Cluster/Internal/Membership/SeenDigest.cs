using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Akka.Cluster.Internal;

/// <summary>The seen set in eight bytes, the same on every node.</summary>
internal static class SeenDigest
{
    public static ulong Of(Gossip gossip) =>
        BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', gossip.Seen))));
}
