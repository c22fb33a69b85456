using Actors.Gateways.ComputeCloud;
using Xunit;

namespace Actors.Tests.Gateways.ComputeCloud;

public class ClassicSessionTests
{
    private ClassicSession _session = new();

    [Fact]
    public void A_command_is_executed_and_its_reply_sent()
    {
        Assert.Equal([new SessionEffect.Execute(new ClassicRequest.GetObject(1))], Receive("GET:00000001"));
        Assert.Equal([new SessionEffect.Send("ACK:YQ==")], Step(new SessionInput.Replied(ClassicReply.Ack("YQ=="))));
    }

    [Fact]
    public void STOP_is_acknowledged_and_closes()
    {
        Assert.Equal([new SessionEffect.Send("ACK"), new SessionEffect.Close()], Receive("STOP"));
        Assert.Empty(Receive("GETJ"));
    }

    [Fact]
    public void A_refused_command_is_NACK_and_the_dialog_goes_on()
    {
        Assert.Equal([new SessionEffect.Send("NACK")], Receive("SUCC"));
        Assert.Equal([new SessionEffect.Execute(new ClassicRequest.HaveJob())], Receive("HAVJ"));
    }

    [Fact]
    public void A_reply_too_long_for_a_frame_is_NACK()
    {
        Assert.Equal([new SessionEffect.Send("NACK")], Step(new SessionInput.Replied(ClassicReply.Ack(new string('x', 65_532)))));
        Assert.Equal(65_535, Assert.IsType<SessionEffect.Send>(
            Assert.Single(Step(new SessionInput.Replied(ClassicReply.Ack(new string('x', 65_531)))))).Message.Length);
    }

    [Fact]
    public void A_zero_length_frame_closes_without_a_word() =>
        Assert.Equal([new SessionEffect.Close()], Step(new SessionInput.Received(FrameStatus.EndOfDialog, "")));

    [Fact]
    public void A_garbled_frame_is_NACK_the_third_closes_and_the_log_gets_one_line()
    {
        var garbled = new SessionInput.Received(FrameStatus.BadChecksum, "ACK");
        var first = Step(garbled);
        Assert.Single(first.OfType<SessionEffect.Warn>());
        Assert.Contains(new SessionEffect.Send("NACK"), first);
        Assert.Equal([new SessionEffect.Send("NACK")], Step(garbled));
        Assert.Equal([new SessionEffect.Close()], Step(garbled));
    }

    [Theory]
    [InlineData(nameof(FrameStatus.BadHeader))]
    [InlineData(nameof(FrameStatus.TooLong))]
    [InlineData(nameof(FrameStatus.BadTerminator))]
    public void A_frame_that_hides_where_the_next_begins_closes_with_one_log_line(string status)
    {
        var effects = Step(new SessionInput.Received(Enum.Parse<FrameStatus>(status), ""));
        Assert.Collection(effects, effect => Assert.IsType<SessionEffect.Warn>(effect), effect => Assert.IsType<SessionEffect.Close>(effect));
        Assert.True(_session.Closed);
    }

    [Fact]
    public void A_peer_that_is_idle_between_commands_is_closed_in_silence_and_one_that_stalls_inside_a_frame_is_logged()
    {
        Assert.Equal<SessionEffect>([new SessionEffect.Close()], new ClassicSession().Step(new SessionInput.Idle()).Effects.AsEnumerable());
        Assert.Single(Step(new SessionInput.Stalled("reading a frame")).OfType<SessionEffect.Warn>());
    }

    private SessionEffect[] Receive(string message) => Step(new SessionInput.Received(FrameStatus.Frame, message));

    private SessionEffect[] Step(SessionInput input)
    {
        (_session, var effects) = _session.Step(input);
        return [.. effects];
    }
}
