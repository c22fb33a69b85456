using Akka.Remote.Internal.Wire;

namespace Akka.Remote.Internal.Handshakes;

/// <summary>The side that opened the connection. <see cref="Opening"/> is its first frame.</summary>
internal sealed class DialerHandshake : Handshake
{
    private readonly Hello _own;
    private readonly byte[] _hello;
    private byte[] _challenge = [];
    private Hello? _peer;

    /// <param name="own">This node's introduction, its target the address that was dialed.</param>
    /// <param name="secret">The cluster secret, or null.</param>
    /// <param name="judge">Local objections to a peer, such as quarantine.</param>
    public DialerHandshake(Hello own, ClusterSecret? secret, Func<Hello, Refusal?> judge) : base(secret, judge)
    {
        _own = own;
        _hello = own.ToFrame(FrameKind.Hello);
    }

    public byte[] Opening => _hello;

    protected override HandshakeStep OnFrame(FrameKind kind, ReadOnlySpan<byte> frame, ref WireReader reader) => kind switch
    {
        FrameKind.Challenge when _peer is null => OnChallenge(frame, ref reader),
        FrameKind.Welcome when _peer is not null => OnWelcome(ref reader),
        _ => Unexpected(kind),
    };

    private HandshakeStep OnChallenge(ReadOnlySpan<byte> frame, ref WireReader reader)
    {
        if (ReadHello(ref reader, out var refusal) is not { } peer) return Refuse(refusal!);
        if (peer.Address != _own.Target)
            return Refuse(RefusalReason.WrongAddress, $"{_own.Target} was dialed, {peer.Address} answered");
        if (Judge(peer) is { } objection) return Refuse(objection);
        _peer = peer;
        _challenge = frame.ToArray();
        return new HandshakeStep(ProofFrame(FrameKind.Proof, Secret?.Prove(ClusterSecret.DialerRole, Body(_hello), _challenge) ?? []));
    }

    private HandshakeStep OnWelcome(ref WireReader reader)
    {
        if (Secret is not null && !Secret.IsProof(reader.Rest, ClusterSecret.AcceptorRole, Body(_hello), _challenge))
            return Refuse(RefusalReason.Secret, "the answering node does not know actors.engine.remote.secret");
        return new HandshakeStep([], Established: _peer);
    }

    private static ReadOnlySpan<byte> Body(byte[] frame) => frame.AsSpan(Frame.PrefixBytes);
}
