using System.Text;
using System.Text.Json;
using Google.Protobuf;

namespace Actors.Messaging.Internal;

/// <summary>Writes and reads messages of one type. What comes off the wire is read as this type or not at all.</summary>
internal abstract class MessageCodec<TMessage>(EnvelopeFormat format)
    where TMessage : notnull
{
    public EnvelopeFormat Format { get; } = format;

    /// <exception cref="ActorsException">The message cannot be written.</exception>
    public abstract ByteString Write(TMessage message);

    /// <summary>Throws whatever the type's own code throws.</summary>
    public abstract TMessage Read(ByteString content);
}

internal static class MessageCodec
{
    public static MessageCodec<TMessage> For<TMessage>(JsonSerializerOptions json)
        where TMessage : notnull
    {
        object? plain = typeof(TMessage) == typeof(string) ? new TextCodec() : typeof(TMessage) == typeof(byte[]) ? new BytesCodec() : null;
        return (MessageCodec<TMessage>?)plain ?? new JsonCodec<TMessage>(json);
    }

    private sealed class TextCodec() : MessageCodec<string>(EnvelopeFormat.Text)
    {
        private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

        public override ByteString Write(string message)
        {
            try
            {
                return UnsafeByteOperations.UnsafeWrap(Strict.GetBytes(message));
            }
            catch (EncoderFallbackException failure)
            {
                throw new ActorsException(ErrorCodes.Unserializable, $"the text is no UTF-16: {failure.Message}", failure);
            }
        }

        public override string Read(ByteString content) => Strict.GetString(content.Span);
    }

    private sealed class BytesCodec() : MessageCodec<byte[]>(EnvelopeFormat.Bytes)
    {
        public override ByteString Write(byte[] message) => ByteString.CopyFrom(message);

        public override byte[] Read(ByteString content) => content.ToByteArray();
    }

    private sealed class JsonCodec<TMessage>(JsonSerializerOptions json) : MessageCodec<TMessage>(EnvelopeFormat.Json)
        where TMessage : notnull
    {
        public override ByteString Write(TMessage message)
        {
            try
            {
                return UnsafeByteOperations.UnsafeWrap(JsonSerializer.SerializeToUtf8Bytes(message, json));
            }
            catch (Exception failure) when (failure is JsonException or NotSupportedException or InvalidOperationException)
            {
                throw new ActorsException(ErrorCodes.Unserializable, $"a message of {typeof(TMessage)} cannot be written as JSON: {failure.Message}", failure);
            }
        }

        public override TMessage Read(ByteString content) =>
            JsonSerializer.Deserialize<TMessage>(content.Span, json) ?? throw new JsonException("the message is null");
    }
}
