using System.Text;

namespace Akka.Remote.Internal.Wire;

/// <summary>A message's payload, ready to be written: primitives straight into the frame, all else as its serializer's bytes.</summary>
internal readonly ref struct Payload
{
    private readonly string? _text;
    private readonly long _number;
    private readonly byte[] _bytes;

    private Payload(uint builtIn, string? text, long number, int maxBytes)
    {
        IsBuiltIn = true;
        BuiltIn = builtIn;
        _text = text;
        _number = number;
        _bytes = [];
        MaxBytes = maxBytes;
    }

    private Payload(PayloadClass payloadClass, byte[] bytes)
    {
        Class = payloadClass;
        _bytes = bytes;
        MaxBytes = bytes.Length;
    }

    public bool IsBuiltIn { get; }

    public uint BuiltIn { get; }

    public PayloadClass Class { get; }

    /// <summary>An upper bound.</summary>
    public int MaxBytes { get; }

    public static Payload Of(object message, IPayloadSerializer serializer, int maxFrameBytes)
    {
        if (serializer.HasBuiltInPrimitives)
        {
            switch (message)
            {
                case string text: return OfText(text, maxFrameBytes);
                case int number: return new Payload(Token.Int32, null, number, sizeof(int));
                case long number: return new Payload(Token.Int64, null, number, sizeof(long));
            }
        }
        var bytes = serializer.ToBinary(message, out var payloadClass);
        // Before the buffer grows for it.
        if (bytes.Length > maxFrameBytes) throw new OversizeMessageException(bytes.Length, maxFrameBytes);
        return new Payload(payloadClass, bytes);
    }

    public void WriteTo(ref WireWriter writer)
    {
        if (_text is not null)
        {
            writer.Advance(Encoding.UTF8.GetBytes(_text, writer.Free));
        }
        else if (!IsBuiltIn)
        {
            writer.WriteBytes(_bytes);
        }
        else if (BuiltIn == Token.Int32)
        {
            writer.WriteInt32((int)_number);
        }
        else
        {
            writer.WriteInt64(_number);
        }
    }

    private static Payload OfText(string text, int maxFrameBytes)
    {
        // Three bytes a char is the bound for UTF-8; long texts are counted so as not to ask for three times the room.
        var bytes = text.Length <= 1024 ? text.Length * 3 : Encoding.UTF8.GetByteCount(text);
        if (text.Length > maxFrameBytes) throw new OversizeMessageException(bytes, maxFrameBytes);
        return new Payload(Token.String, text, 0, bytes);
    }

    public static object ReadBuiltIn(uint token, ref WireReader reader)
    {
        switch (token)
        {
            case Token.String:
                return Encoding.UTF8.GetString(reader.Rest);
            case Token.Int32:
                var small = reader.ReadInt32();
                reader.ExpectEnd();
                return small;
            default:
                var large = reader.ReadInt64();
                reader.ExpectEnd();
                return large;
        }
    }
}
