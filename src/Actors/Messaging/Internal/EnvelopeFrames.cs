using System.Collections.Immutable;
using Actors.Links;
using Google.Protobuf;

namespace Actors.Messaging.Internal;

/// <summary>Cuts an envelope into payloads of link messages: mostly one, several when it is large.</summary>
internal static class EnvelopeFrames
{
    /// <summary>Field numbers and lengths of a frame take at most 27 bytes.</summary>
    public const int MaxContentBytes = LinkSettings.MaxMessageBytes - 32;

    public static int CountFor(int contentBytes) => Math.Max(1, (contentBytes + MaxContentBytes - 1) / MaxContentBytes);

    public static ImmutableArray<ByteString> Cut(long messageId, EnvelopeFormat format, ByteString content)
    {
        var frames = ImmutableArray.CreateBuilder<ByteString>(CountFor(content.Length));
        var at = 0;
        do
        {
            var frame = new EnvelopeFrame { Content = UnsafeByteOperations.UnsafeWrap(content.Memory[at..Math.Min(content.Length, at + MaxContentBytes)]) };
            if (at == 0)
                (frame.MessageId, frame.Format, frame.Length) = (messageId, format, content.Length);
            frames.Add(frame.ToByteString());
            at += MaxContentBytes;
        }
        while (at < content.Length);

        return frames.MoveToImmutable();
    }
}
