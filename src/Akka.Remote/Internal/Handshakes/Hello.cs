using Akka.Remote.Internal.Wire;

namespace Akka.Remote.Internal.Handshakes;

/// <summary>
/// How a node introduces itself, as dialer (frame kind Hello) or as acceptor (Challenge): who it is, whom it wants,
/// what it can take. The nonce makes every introduction unique, so that a recorded one proves nothing.
/// </summary>
internal sealed record Hello(string Address, int Uid, string Target, LaneKind Lane, bool HasSecret, int TableCapacity, int MaxFrameBytes, ReadOnlyMemory<byte> Nonce)
{
    /// <summary>Enough for two addresses with the longest DNS names; whatever is longer is no handshake.</summary>
    public const int MaxFrameLength = 2048;
    public const int NonceBytes = 16;

    private const int MaxAddressBytes = 900;

    /// <summary>The version range this code speaks; both ends use the highest that both have.</summary>
    public const byte LowestVersion = 1;
    public const byte HighestVersion = 1;

    private static ReadOnlySpan<byte> Magic => "ACTR"u8;

    public byte[] ToFrame(FrameKind kind)
    {
        Span<byte> target = stackalloc byte[MaxFrameLength + Frame.PrefixBytes];
        var writer = new WireWriter(target, kind);
        writer.WriteBytes(Magic);
        writer.WriteByte(LowestVersion);
        writer.WriteByte(HighestVersion);
        writer.WriteByte((byte)Lane);
        writer.WriteByte(HasSecret ? (byte)1 : (byte)0);
        writer.WriteInt32(Uid);
        writer.WriteVarint((uint)TableCapacity);
        writer.WriteVarint((uint)MaxFrameBytes);
        writer.WriteBytes(Nonce.Span);
        writer.WriteString(Address);
        writer.WriteString(Target);
        return target[..writer.Finish()].ToArray();
    }

    /// <summary>Reads what follows the frame's kind. Later versions may append fields, which are ignored here.</summary>
    /// <exception cref="WireFormatException">This is no introduction at all.</exception>
    public static Hello Read(ref WireReader reader, out byte lowest, out byte highest)
    {
        if (!reader.ReadBytes(Magic.Length).SequenceEqual(Magic)) throw new WireFormatException("the handshake does not start with the protocol's name");
        lowest = reader.ReadByte();
        highest = reader.ReadByte();
        var lane = reader.ReadByte();
        if (lane > (byte)LaneKind.Bulk) throw new WireFormatException($"unknown lane {lane}");
        var hasSecret = reader.ReadByte() == 1;
        var uid = reader.ReadInt32();
        var tableCapacity = Positive(reader.ReadVarint(), "table capacity");
        var maxFrameBytes = Positive(reader.ReadVarint(), "frame size");
        var nonce = reader.ReadBytes(NonceBytes).ToArray();
        var address = reader.ReadString(MaxAddressBytes);
        var target = reader.ReadString(MaxAddressBytes);
        return new Hello(address, uid, target, (LaneKind)lane, hasSecret, tableCapacity, maxFrameBytes, nonce);
    }

    public static bool CanCarry(string address) => System.Text.Encoding.UTF8.GetByteCount(address) <= MaxAddressBytes;

    public static bool IsCommonVersion(byte lowest, byte highest) => lowest <= HighestVersion && highest >= LowestVersion;

    private static int Positive(uint value, string what) =>
        value <= int.MaxValue ? (int)value : throw new WireFormatException($"a {what} of {value}");
}
