using System.Text;
using Actors.Storage;
using Google.Protobuf;

namespace Actors.Jobs;

/// <summary>The program: carried along when it is small, else an object in the store.</summary>
public sealed record JobSource
{
    /// <summary>64 KiB: a job with its source has to fit into one message of 128 kB.</summary>
    public const int MaxInlineBytes = 64 << 10;

    private JobSource(ByteString text, ObjectId? stored)
    {
        Text = text;
        Stored = stored;
    }

    /// <summary>No program text: the runtime <c>exec</c> runs what its arguments name.</summary>
    public static JobSource None { get; } = new(ByteString.Empty, null);

    public ByteString Text { get; }

    /// <summary>The object that holds the source, if it is not carried along.</summary>
    public ObjectId? Stored { get; }

    public bool IsNone => Text.IsEmpty && Stored is null;

    public static JobSource Inline(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new JobSource(ByteString.CopyFrom(text, Encoding.UTF8), null);
    }

    public static JobSource Inline(ByteString text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new JobSource(text, null);
    }

    public static JobSource InStore(ObjectId id) => new(ByteString.Empty, id);
}
