using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Actors.Cli.Flows;

/// <summary>Stdout where it is a pipe: the console of the framework says nothing when nobody reads it any more, and a flow would print to nobody for ever.</summary>
internal sealed class FlowOutput : Stream
{
    private readonly FileStream _pipe;
    private readonly Action _closed;
    private bool _isClosed;

    private FlowOutput(FileStream pipe, Action closed) => (_pipe, _closed) = (pipe, closed);

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <param name="closed">Called once, when nobody reads any more. What is written from then on goes nowhere.</param>
    /// <returns>Null: it is no pipe.</returns>
    public static TextWriter? Open(Action closed)
    {
        if (!Console.IsOutputRedirected) return null;
        var pipe = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        return pipe.CanSeek ? null : TextWriter.Synchronized(new StreamWriter(new FlowOutput(pipe, closed), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true });
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (_isClosed) return;
        try
        {
            _pipe.Write(buffer);
        }
        catch (IOException)
        {
            _isClosed = true;
            _closed();
        }
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
