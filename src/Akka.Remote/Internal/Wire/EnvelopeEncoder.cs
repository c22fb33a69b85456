using System.Buffers;
using System.Text;
using Akka.Actor;

namespace Akka.Remote.Internal.Wire;

/// <summary>
/// Writes messages with their recipient and sender as frames. One for each connection and direction, since its tables
/// are the connection's. A message that cannot be written leaves no trace: neither bytes nor table entries.
/// </summary>
internal sealed class EnvelopeEncoder(IPayloadSerializer serializer, Address own, int tableCapacity, int maxFrameBytes)
{
    // Paths used once and remembered, to see which ones come back.
    private const int PathCandidates = 256;

    // Kind, sequence, mark and the three tokens with their lengths and the serializer id.
    private const int FixedBytes = Frame.PrefixBytes + 1 + 8 + 8 + 7 * Varint.MaxBytes;

    private readonly SendTable<ActorPath> _recipients = new(tableCapacity, PathIdentity, PathCandidates);
    private readonly SendTable<ActorPath> _senders = new(tableCapacity, PathIdentity, PathCandidates);
    private readonly SendTable<PayloadClass> _classes = new(tableCapacity, EqualityComparer<PayloadClass>.Default, candidates: 0);

    // Comparing paths walks them; refs hand out the same object each time, so identity serves.
    private static IEqualityComparer<ActorPath> PathIdentity { get; } = new IdentityComparer();

    /// <summary>A user message. Returns the bytes written.</summary>
    /// <exception cref="OversizeMessageException">It does not fit into a frame.</exception>
    public int WriteMessage(IBufferWriter<byte> output, object message, ActorPath recipient, ActorPath? sender) =>
        Write(output, FrameKind.Message, 0, 0, message, recipient, sender);

    /// <summary>A system message with its number and the mark that it waits for (0 for none).</summary>
    /// <exception cref="OversizeMessageException">It does not fit into a frame.</exception>
    public int WriteSystemMessage(IBufferWriter<byte> output, long sequence, long mark, object message, ActorPath recipient) =>
        Write(output, FrameKind.SystemMessage, sequence, mark, message, recipient, null);

    private int Write(IBufferWriter<byte> output, FrameKind kind, long sequence, long mark, object message, ActorPath recipient, ActorPath? sender)
    {
        var to = Find(_recipients, recipient, static (path, _) => PathText.OfRecipient(path));
        var from = sender is null ? default : Find(_senders, sender, static (path, own) => PathText.OfSender(path, own));
        var payload = Payload.Of(message, serializer, maxFrameBytes);
        var (classToken, manifest) = payload.IsBuiltIn ? (payload.BuiltIn, null) : Find(payload.Class);

        var bound = FixedBytes + MaxBytes(to.Text) + MaxBytes(from.Text) + MaxBytes(manifest) + payload.MaxBytes;
        var writer = new WireWriter(output.GetSpan(bound), kind);
        if (kind == FrameKind.SystemMessage)
        {
            writer.WriteInt64(sequence);
            writer.WriteInt64(mark);
        }
        WritePath(ref writer, to);
        WritePath(ref writer, from);
        writer.WriteVarint(classToken);
        if (manifest is not null)
        {
            writer.WriteInt32(payload.Class.SerializerId);
            writer.WriteString(manifest);
        }
        payload.WriteTo(ref writer);
        var length = writer.Finish();
        if (length - Frame.PrefixBytes > maxFrameBytes) throw new OversizeMessageException(length - Frame.PrefixBytes, maxFrameBytes);

        output.Advance(length);
        if (to.Token == Token.DefinePath) _recipients.Define(recipient);
        if (from.Token == Token.DefinePath) _senders.Define(sender!);
        if (classToken == Token.DefineClass) _classes.Define(payload.Class);
        return length;
    }

    private PathToken Find(SendTable<ActorPath> table, ActorPath path, Func<ActorPath, Address, string> text)
    {
        if (table.TryGetId(path, out var id)) return new PathToken(Token.FirstPathId + (uint)id, null);
        var full = text(path, own);
        if (Encoding.UTF8.GetByteCount(full) > PathText.MaxBytes)
            throw new InvalidOperationException($"the path {full[..60]}... is longer than {PathText.MaxBytes} bytes");
        return new PathToken(table.ShouldDefine(path) ? Token.DefinePath : Token.InlinePath, full);
    }

    private (uint Token, string? Manifest) Find(PayloadClass key)
    {
        if (_classes.TryGetId(key, out var id)) return (Token.FirstClassId + (uint)id, null);
        return (_classes.ShouldDefine(key) ? Token.DefineClass : Token.InlineClass, key.Manifest);
    }

    private static void WritePath(ref WireWriter writer, PathToken path)
    {
        writer.WriteVarint(path.Token);
        if (path.Text is not null) writer.WriteString(path.Text);
    }

    private static int MaxBytes(string? text) => text is null ? 0 : WireWriter.MaxStringBytes(text);

    private readonly record struct PathToken(uint Token, string? Text);

    private sealed class IdentityComparer : IEqualityComparer<ActorPath>
    {
        public bool Equals(ActorPath? x, ActorPath? y) => ReferenceEquals(x, y);

        public int GetHashCode(ActorPath obj) => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(obj);
    }
}
