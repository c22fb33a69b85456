using System.Buffers;
using System.Text;
using Akka.Actor;
using Newtonsoft.Json;

namespace Akka.Serialization.Internal;

/// <summary>Moves objects through Json.NET to UTF-8 and back, with text buffers that a thread keeps from message to message.</summary>
internal sealed class JsonText
{
    /// <summary>Strict: bytes that are not UTF-8 are an error, not replacement characters.</summary>
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    [ThreadStatic]
    private static CharBuffer? _kept;

    private readonly int _minChars;
    private readonly int _maxKeptChars;

    public JsonText(ExtendedActorSystem system, NewtonSoftJsonSerializerSettings settings)
    {
        Settings = JsonSettings.Create(system, settings);
        Serializer = JsonSerializer.Create(Settings);
        _minChars = settings.StringBuilderMinSize;
        _maxKeptChars = settings.UsePooledStringBuilder ? settings.StringBuilderMaxSize : 0;
    }

    public JsonSerializerSettings Settings { get; }

    public JsonSerializer Serializer { get; }

    public byte[] Write(object? value)
    {
        var buffer = Take();
        var outer = JsonReferences.Begin();
        try
        {
            using (var writer = new JsonTextWriter(buffer.Writer) { CloseOutput = false, ArrayPool = JsonArrays.Pool })
                Serializer.Serialize(writer, value, value?.GetType());
            return Utf8.GetBytes(buffer.Chars, 0, buffer.Length);
        }
        finally
        {
            JsonReferences.End(outer);
            Return(buffer);
        }
    }

    public object? Read(byte[] bytes, Type? type)
    {
        var buffer = Take();
        var outer = JsonReferences.Begin();
        try
        {
            buffer.Fill(bytes, Utf8);
            using var reader = new JsonTextReader(buffer.Reader) { CloseInput = false, ArrayPool = JsonArrays.Pool };
            return Serializer.Deserialize(reader, type);
        }
        catch (DecoderFallbackException e)
        {
            throw new JsonReaderException("The bytes are not UTF-8.", e);
        }
        finally
        {
            JsonReferences.End(outer);
            Return(buffer);
        }
    }

    private CharBuffer Take()
    {
        var buffer = _kept ?? new CharBuffer(_minChars);
        // A converter may serialize with another buffer meanwhile.
        _kept = null;
        return buffer;
    }

    private void Return(CharBuffer buffer)
    {
        if (buffer.Chars.Length > _maxKeptChars) return;
        buffer.Clear();
        _kept = buffer;
    }

    /// <summary>Lends Json.NET its scratch buffers.</summary>
    private sealed class JsonArrays : IArrayPool<char>
    {
        public static readonly JsonArrays Pool = new();

        public char[] Rent(int minimumLength) => ArrayPool<char>.Shared.Rent(minimumLength);

        public void Return(char[]? array) => ArrayPool<char>.Shared.Return(array!);
    }
}
