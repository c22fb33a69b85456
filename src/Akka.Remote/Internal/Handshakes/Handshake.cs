using System.Text;
using Akka.Remote.Internal.Wire;

namespace Akka.Remote.Internal.Handshakes;

/// <summary>
/// One side of the opening dialogue, as a state machine over whole frames. Pure: no clock, no socket; its time limit is its owner's.
/// </summary>
/// <remarks>
/// <code>
/// dialer                                   acceptor
///   Hello (who, whom, limits, nonce)  --&gt;
///                                     &lt;--  Challenge (who, limits, nonce)
///   Proof (HMAC or empty)             --&gt;  checks the proof, then address, system and quarantine
///                                     &lt;--  Welcome (HMAC or empty), or Refused (reason, text) at any time
/// </code>
/// The dialer proves first: a listener gives strangers nothing to guess the secret from.
/// </remarks>
internal abstract class Handshake(ClusterSecret? secret, Func<Hello, Refusal?> judge)
{
    private const int MaxRefusalBytes = 400;

    protected ClusterSecret? Secret { get; } = secret;

    /// <summary>Takes one frame (without its length prefix). Not to be called again once a step is over.</summary>
    public HandshakeStep Receive(ReadOnlySpan<byte> frame)
    {
        try
        {
            var reader = new WireReader(frame);
            var kind = (FrameKind)reader.ReadByte();
            return kind == FrameKind.Refused ? OnRefused(ref reader) : OnFrame(kind, frame, ref reader);
        }
        catch (WireFormatException malformed)
        {
            return Refuse(RefusalReason.Malformed, malformed.Message);
        }
    }

    protected abstract HandshakeStep OnFrame(FrameKind kind, ReadOnlySpan<byte> frame, ref WireReader reader);

    /// <summary>Reads the peer's introduction; a refusal when no version or no secret is shared.</summary>
    protected Hello? ReadHello(ref WireReader reader, out Refusal? refusal)
    {
        var hello = Hello.Read(ref reader, out var lowest, out var highest);
        refusal = null;
        if (!Hello.IsCommonVersion(lowest, highest))
            refusal = new Refusal(RefusalReason.Version, $"protocol versions {lowest}-{highest} offered, {Hello.LowestVersion}-{Hello.HighestVersion} spoken");
        else if (hello.HasSecret != Secret is not null)
            refusal = new Refusal(RefusalReason.Secret, "actors.engine.remote.secret is set on one side only");
        return refusal is null ? hello : null;
    }

    protected Refusal? Judge(Hello peer) => judge(peer);

    protected static HandshakeStep Refuse(RefusalReason reason, string text) => Refuse(new Refusal(reason, text));

    protected static HandshakeStep Refuse(Refusal refusal) => new(RefusalFrame(refusal), Refused: refusal);

    protected static HandshakeStep Unexpected(FrameKind kind) => Refuse(RefusalReason.Malformed, $"frame {kind} in the handshake");

    private static HandshakeStep OnRefused(ref WireReader reader)
    {
        var reason = (RefusalReason)reader.ReadByte();
        return new HandshakeStep([], Refused: new Refusal(reason, "refused by the peer: " + reader.ReadString(MaxRefusalBytes)) { IsByPeer = true });
    }

    private static byte[] RefusalFrame(Refusal refusal)
    {
        // What a malformed handshake was is nobody's business but the local log's.
        if (refusal.Reason == RefusalReason.Malformed) return [];
        var text = refusal.Text.Length <= 100 ? refusal.Text : refusal.Text[..100];
        Span<byte> target = stackalloc byte[MaxRefusalBytes + 16];
        var writer = new WireWriter(target, FrameKind.Refused);
        writer.WriteByte((byte)refusal.Reason);
        writer.WriteVarint((uint)Encoding.UTF8.GetByteCount(text));
        writer.WriteBytes(Encoding.UTF8.GetBytes(text));
        return target[..writer.Finish()].ToArray();
    }

    protected static byte[] ProofFrame(FrameKind kind, ReadOnlySpan<byte> proof)
    {
        var target = new byte[Frame.PrefixBytes + 1 + proof.Length];
        var writer = new WireWriter(target, kind);
        writer.WriteBytes(proof);
        writer.Finish();
        return target;
    }
}
