using Google.Protobuf;

namespace Actors.Services.Internal;

/// <summary>Messages with many items, cut so that each fits a frame.</summary>
internal static class Batches
{
    /// <summary>Half of the default frame, as for links.</summary>
    public const int MaxBytes = 64 * 1024;

    /// <summary>Of calls in one message, 18 bytes each.</summary>
    public const int MaxIds = 2000;

    /// <summary>In a list: with its tag and the length before it.</summary>
    public static int SizeOf(IMessage item) => item.CalculateSize() + 5;

    public static IEnumerable<ReplyBatch> Of(ReplyBatch all)
    {
        var part = new ReplyBatch { Service = all.Service };
        var size = 0;
        foreach (var reply in all.Replies)
        {
            var bytes = SizeOf(reply);
            if (size + bytes > MaxBytes && part.Replies.Count > 0)
            {
                yield return part;
                part = new ReplyBatch { Service = all.Service };
                size = 0;
            }

            part.Replies.Add(reply);
            size += bytes;
        }

        if (part.Replies.Count > 0)
            yield return part;
    }
}
