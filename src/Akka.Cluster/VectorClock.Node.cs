using System.Security.Cryptography;
using System.Text;

namespace Akka.Cluster;

public sealed partial class VectorClock
{
    /// <summary>How two clocks relate.</summary>
    public enum Ordering
    {
        After,
        Before,
        Same,
        Concurrent,

        /// <summary>Asks for the exact relation; no comparison returns it.</summary>
        FullOrder
    }

    /// <summary>The key under which a node counts its changes.</summary>
    public class Node : IComparable<Node>
    {
        // 64 bits: two of a few thousand names meet with a chance below one in 10^12, and the key travels in every gossip.
        private const int HashBytes = 8;

        private readonly string _value;

        public Node(string value)
        {
            ArgumentNullException.ThrowIfNull(value);
            _value = value;
        }

        /// <summary>The key of a node by its name, which may be long.</summary>
        public static Node Create(string name) =>
            new(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, HashBytes)));

        public static Node FromHash(string hash) => new(hash);

#nullable disable annotations
        public int CompareTo(Node other) => string.CompareOrdinal(_value, other?._value);

        public override bool Equals(object obj) => obj is Node other && _value == other._value;
#nullable restore annotations

        public override int GetHashCode() => _value.GetHashCode(StringComparison.Ordinal);

        public override string ToString() => _value;
    }
}
