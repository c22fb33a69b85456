using System.Buffers;

namespace Actors.Gateways.Rpc;

/// <summary>Joins the replies to a batch into one array that fits into a frame.</summary>
internal static class BatchReply
{
    /// <summary>Null when there is nothing to reply: all were notifications.</summary>
    public static byte[]? Join(IReadOnlyList<(RpcId Id, byte[] Reply)> replies, int maxBytes)
    {
        if (replies.Count == 0) return null;
        var array = new ArrayBufferWriter<byte>();
        // What the replies not written yet need at least, as refusals.
        var refusals = replies.Select(reply => Refusal(reply.Id, maxBytes)).ToArray();
        var owed = refusals.Sum(refusal => refusal.Length + 1) + 1;
        for (var i = 0; i < replies.Count; i++)
        {
            array.Write(i == 0 ? "["u8 : ","u8);
            owed -= refusals[i].Length + 1;
            var reply = replies[i].Reply;
            array.Write(array.WrittenCount + reply.Length + owed <= maxBytes ? reply : refusals[i]);
        }

        array.Write("]"u8);
        return array.WrittenCount <= maxBytes ? array.WrittenSpan.ToArray() : Refusal(RpcId.Null, maxBytes);
    }

    private static byte[] Refusal(RpcId id, int maxBytes) =>
        RpcJson.Error(id, RpcProblem.Of(ErrorCodes.TooLarge, "the replies to the batch do not fit into a frame"), maxBytes);
}
