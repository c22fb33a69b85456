using Akka.Remote.Internal;
using Akka.Remote.Internal.Handshakes;
using Akka.Remote.Internal.Wire;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Akka.Simulation.Remote;

public class HandshakeTests
{
    private const string A = "akka.tcp://sys@a:1";
    private const string B = "akka.tcp://sys@b:2";

    [Theory]
    [InlineData(null)]
    [InlineData("secret")]
    public void Two_nodes_that_agree_learn_each_others_identity(string? secret)
    {
        var (dialer, acceptor) = Run(Dialer(secret), Acceptor(secret));
        Assert.Equal((B, 22, LaneKind.Bulk), (dialer.Established?.Address, dialer.Established?.Uid, dialer.Established?.Lane));
        Assert.Equal((A, 11, LaneKind.Bulk), (acceptor.Established?.Address, acceptor.Established?.Uid, acceptor.Established?.Lane));
    }

    [Theory]
    [InlineData("one", "other")]
    [InlineData("one", null)]
    [InlineData(null, "other")]
    public void Different_secrets_end_in_a_refusal_on_both_sides(string? dialerSecret, string? acceptorSecret)
    {
        var (dialer, acceptor) = Run(Dialer(dialerSecret), Acceptor(acceptorSecret));
        Assert.Equal(RefusalReason.Secret, dialer.Refused?.Reason);
        Assert.Equal(RefusalReason.Secret, acceptor.Refused?.Reason);
    }

    [Fact]
    public void The_secret_itself_is_in_no_frame()
    {
        var frames = new List<byte[]>();
        Run(Dialer("open sesame"), Acceptor("open sesame"), frames);
        Assert.NotEmpty(frames);
        Assert.DoesNotContain(frames, frame => frame.AsSpan().IndexOf("open sesame"u8) >= 0);
    }

    [Fact]
    public void A_listener_proves_nothing_to_a_dialer_that_has_not_proved_itself()
    {
        var acceptor = Acceptor("secret");
        var challenge = acceptor.Receive(Body(Dialer("secret").Opening)).Reply;
        Assert.Equal((byte)FrameKind.Challenge, Body(challenge)[0]);
        var refused = acceptor.Receive([(byte)FrameKind.Proof, .. new byte[ClusterSecret.ProofBytes]]);
        Assert.Equal(RefusalReason.Secret, refused.Refused?.Reason);
        Assert.Equal((byte)FrameKind.Refused, Body(refused.Reply)[0]);
    }

    [Fact]
    public void A_recorded_proof_is_worth_nothing_in_another_handshake()
    {
        var recordedHello = Dialer("secret");
        var first = Acceptor("secret", nonce: 1);
        var proof = recordedHello.Receive(Body(first.Receive(Body(recordedHello.Opening)).Reply)).Reply;
        Assert.NotNull(first.Receive(Body(proof)).Established);

        var second = Acceptor("secret", nonce: 2);
        second.Receive(Body(recordedHello.Opening));
        Assert.Equal(RefusalReason.Secret, second.Receive(Body(proof)).Refused?.Reason);
    }

    [Fact]
    public void A_proof_reflected_to_its_maker_is_refused()
    {
        var dialer = Dialer("secret");
        var proof = dialer.Receive(Body(Acceptor("secret").Receive(Body(dialer.Opening)).Reply)).Reply;
        var reflected = Body(proof).ToArray();
        reflected[0] = (byte)FrameKind.Welcome;
        Assert.Equal(RefusalReason.Secret, dialer.Receive(reflected).Refused?.Reason);
    }

    [Fact]
    public void An_objection_to_the_dialer_is_told_to_it()
    {
        var quarantined = new Refusal(RefusalReason.Quarantined, "no");
        var (dialer, acceptor) = Run(Dialer(null), Acceptor(null, judge: _ => quarantined));
        Assert.Equal((RefusalReason.Quarantined, true), (dialer.Refused!.Reason, dialer.Refused.IsByPeer));
        Assert.Equal((RefusalReason.Quarantined, false), (acceptor.Refused!.Reason, acceptor.Refused.IsByPeer));
    }

    [Fact]
    public void A_node_that_answers_under_another_address_is_refused()
    {
        var other = new AcceptorHandshake(Introduction("akka.tcp://other@b:2", 22, ""), null, _ => null);
        var (dialer, _) = Run(Dialer(null), other);
        Assert.Equal(RefusalReason.WrongAddress, dialer.Refused?.Reason);
    }

    [Fact]
    public void Versions_without_overlap_are_refused()
    {
        var hello = Body(Dialer(null).Opening).ToArray();
        hello[5] = hello[6] = Hello.HighestVersion + 1;
        Assert.Equal(RefusalReason.Version, Acceptor(null).Receive(hello).Refused?.Reason);
    }

    [Fact]
    public void A_later_version_may_append_to_its_introduction()
    {
        byte[] hello = [.. Body(Dialer(null).Opening), 1, 2, 3];
        Assert.Equal((byte)FrameKind.Challenge, Body(Acceptor(null).Receive(hello).Reply)[0]);
    }

    [Fact]
    public void A_second_hello_is_refused()
    {
        var acceptor = Acceptor(null);
        acceptor.Receive(Body(Dialer(null).Opening));
        Assert.Equal(RefusalReason.Malformed, acceptor.Receive(Body(Dialer(null).Opening)).Refused?.Reason);
    }

    [Theory]
    [InlineData((byte)FrameKind.Message)]
    [InlineData((byte)FrameKind.SystemMessage)]
    [InlineData((byte)FrameKind.Proof)]
    [InlineData((byte)FrameKind.Welcome)]
    [InlineData(0)]
    [InlineData(255)]
    public void Anything_but_a_hello_is_refused_without_an_answer(byte kind)
    {
        var step = Acceptor(null).Receive([kind, 1, 2, 3]);
        Assert.Equal(RefusalReason.Malformed, step.Refused?.Reason);
        Assert.Empty(step.Reply);
    }

    [Fact]
    public void Every_truncation_of_a_hello_is_refused()
    {
        var hello = Body(Dialer(null).Opening).ToArray();
        for (var length = 1; length < hello.Length; length++)
            Assert.Equal(RefusalReason.Malformed, Acceptor(null).Receive(hello.AsSpan(0, length)).Refused?.Reason);
    }

    [Fact]
    public void Garbage_never_gets_further_than_a_refusal() => Prop.ForAll<byte[]>(bytes =>
    {
        byte[] frame = [(byte)FrameKind.Hello, .. bytes];
        return Acceptor(null).Receive(frame).Refused is not null;
    }).Check(Config.QuickThrowOnFailure);

    private static DialerHandshake Dialer(string? secret) =>
        new(Introduction(A, 11, B) with { HasSecret = secret is not null }, ClusterSecret.From(secret), _ => null);

    private static AcceptorHandshake Acceptor(string? secret, byte nonce = 9, Func<Hello, Refusal?>? judge = null) =>
        new(Introduction(B, 22, "", nonce) with { HasSecret = secret is not null }, ClusterSecret.From(secret), judge ?? (_ => null));

    private static Hello Introduction(string address, int uid, string target, byte nonce = 1) =>
        new(address, uid, target, LaneKind.Bulk, false, 100, 128_000, Enumerable.Repeat(nonce, Hello.NonceBytes).ToArray());

    private static (HandshakeStep Dialer, HandshakeStep Acceptor) Run(DialerHandshake dialer, AcceptorHandshake acceptor, List<byte[]>? frames = null)
    {
        HandshakeStep atDialer = default, atAcceptor = default;
        var next = dialer.Opening;
        for (var toAcceptor = true; next is { Length: > 0 }; toAcceptor = !toAcceptor)
        {
            frames?.Add(next);
            if (toAcceptor) next = (atAcceptor = acceptor.Receive(Body(next))).Reply;
            else next = (atDialer = dialer.Receive(Body(next))).Reply;
        }
        return (atDialer, atAcceptor);
    }

    private static ReadOnlySpan<byte> Body(byte[] frame) => frame.AsSpan(Frame.PrefixBytes);
}
