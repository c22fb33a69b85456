using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Akka.Serialization.Internal;

/// <summary>A growing array of characters with a writer and a reader over it.</summary>
[SuppressMessage("Design", "CA1001", Justification = "Its reader and writer hold nothing that needs disposal.")]
internal sealed class CharBuffer
{
    public CharBuffer(int size)
    {
        Chars = new char[Math.Max(size, 16)];
        Writer = new BufferWriter(this);
        Reader = new BufferReader(this);
    }

    public char[] Chars { get; private set; }

    public int Length { get; private set; }

    public TextWriter Writer { get; }

    public TextReader Reader { get; }

    private int _read;

    public void Clear() => Length = _read = 0;

    public void Fill(byte[] bytes, Encoding encoding)
    {
        Reserve(encoding.GetMaxCharCount(bytes.Length));
        Length = encoding.GetChars(bytes, 0, bytes.Length, Chars, 0);
    }

    private void Append(ReadOnlySpan<char> text)
    {
        Reserve(text.Length);
        text.CopyTo(Chars.AsSpan(Length));
        Length += text.Length;
    }

    private void Reserve(int more)
    {
        if (Length + more <= Chars.Length) return;
        var larger = new char[Math.Max(Length + more, Chars.Length * 2)];
        Chars.AsSpan(0, Length).CopyTo(larger);
        Chars = larger;
    }

    private sealed class BufferWriter(CharBuffer buffer) : TextWriter(System.Globalization.CultureInfo.InvariantCulture)
    {
        public override Encoding Encoding => Encoding.Unicode;

        public override void Write(char value)
        {
            if (buffer.Length == buffer.Chars.Length) buffer.Reserve(1);
            buffer.Chars[buffer.Length++] = value;
        }

        public override void Write(char[] buffer1, int index, int count) => buffer.Append(buffer1.AsSpan(index, count));

        public override void Write(char[]? text) => buffer.Append(text);

        public override void Write(string? value) => buffer.Append(value);

        public override void Write(ReadOnlySpan<char> text) => buffer.Append(text);
    }

    private sealed class BufferReader(CharBuffer buffer) : TextReader
    {
        public override int Peek() => buffer._read < buffer.Length ? buffer.Chars[buffer._read] : -1;

        public override int Read() => buffer._read < buffer.Length ? buffer.Chars[buffer._read++] : -1;

        public override int Read(char[] target, int index, int count) => Read(target.AsSpan(index, count));

        public override int Read(Span<char> target)
        {
            var count = Math.Min(target.Length, buffer.Length - buffer._read);
            buffer.Chars.AsSpan(buffer._read, count).CopyTo(target);
            buffer._read += count;
            return count;
        }
    }
}
