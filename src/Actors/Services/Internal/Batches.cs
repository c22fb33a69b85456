namespace Actors.Services.Internal;

/// <summary>Messages with many items, cut so that each fits a frame.</summary>
internal static class Batches
{
    /// <summary>Of calls in one message, 18 bytes each.</summary>
    public const int MaxIds = 2000;

    public static IEnumerable<ReplyBatch> Of(ReplyBatch all, int maxBytes)
    {
        var part = new ReplyBatch { Service = all.Service };
        var size = 0;
        foreach (var reply in all.Replies)
        {
            var bytes = reply.CalculateSize() + 8;
            if (size + bytes > maxBytes && part.Replies.Count > 0)
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
