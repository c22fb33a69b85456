using Akka.Remote.Internal.Wire;

namespace Akka.Remote.Internal.Handshakes;

/// <summary>The side that was called.</summary>
/// <param name="own">This node's introduction; lane and target are taken from the dialer's.</param>
/// <param name="secret">The cluster secret, or null.</param>
/// <param name="judge">Local objections to a peer, such as a wrong target address or quarantine; asked after the proof.</param>
internal sealed class AcceptorHandshake(Hello own, ClusterSecret? secret, Func<Hello, Refusal?> judge) : Handshake(secret, judge)
{
    private byte[] _hello = [];
    private byte[] _challenge = [];
    private Hello? _peer;

    protected override HandshakeStep OnFrame(FrameKind kind, ReadOnlySpan<byte> frame, ref WireReader reader) => kind switch
    {
        FrameKind.Hello when _peer is null => OnHello(frame, ref reader),
        FrameKind.Proof when _peer is not null => OnProof(ref reader),
        _ => Unexpected(kind),
    };

    private HandshakeStep OnHello(ReadOnlySpan<byte> frame, ref WireReader reader)
    {
        if (ReadHello(ref reader, out var refusal) is not { } peer) return Refuse(refusal!);
        _peer = peer;
        _hello = frame.ToArray();
        _challenge = (own with { Target = peer.Address, Lane = peer.Lane }).ToFrame(FrameKind.Challenge);
        return new HandshakeStep(_challenge);
    }

    private HandshakeStep OnProof(ref WireReader reader)
    {
        var challenge = _challenge.AsSpan(Frame.PrefixBytes);
        if (Secret is not null && !Secret.IsProof(reader.Rest, ClusterSecret.DialerRole, _hello, challenge))
            return Refuse(RefusalReason.Secret, "the calling node does not know actors.engine.remote.secret");
        if (Judge(_peer!) is { } objection) return Refuse(objection);
        var welcome = ProofFrame(FrameKind.Welcome, Secret?.Prove(ClusterSecret.AcceptorRole, _hello, challenge) ?? []);
        return new HandshakeStep(welcome, Established: _peer);
    }
}
