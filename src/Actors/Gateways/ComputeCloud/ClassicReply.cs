namespace Actors.Gateways.ComputeCloud;

/// <summary>The answer to one command: <c>ACK</c> with fields, or a bare <c>NACK</c> whose reason stays on this side (the protocol has no place for it).</summary>
internal sealed record ClassicReply(string Message, string Reason = "")
{
    public const string NackMessage = "NACK";

    public static readonly ClassicReply Done = new("ACK");

    public static ClassicReply Ack(params ReadOnlySpan<string> fields) => new("ACK:" + string.Join(':', fields));

    public static ClassicReply Nack(string reason) => new(NackMessage, reason);

    /// <summary>A reply that four hex digits of length cannot announce becomes NACK.</summary>
    public ClassicReply Fitted() => Message.Length <= ClassicFrame.MaxMessageBytes
        ? this
        : Nack($"the reply has {Message.Length} bytes, a frame at most {ClassicFrame.MaxMessageBytes}");
}
