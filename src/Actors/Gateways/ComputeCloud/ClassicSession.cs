using System.Collections.Immutable;

namespace Actors.Gateways.ComputeCloud;

/// <summary>What happens to a connection.</summary>
internal abstract record SessionInput
{
    private SessionInput() { }

    /// <summary>The reader came to an end with a frame, good or bad (never NeedMore).</summary>
    public sealed record Received(FrameStatus Status, string Message) : SessionInput;

    public sealed record Replied(ClassicReply Reply) : SessionInput;

    /// <summary>No command came for too long.</summary>
    public sealed record Idle : SessionInput;

    /// <summary>A frame trickles in too slowly, or the peer does not read its replies.</summary>
    public sealed record Stalled(string Phase) : SessionInput;
}

/// <summary>What the connection's owner is to do, in order.</summary>
internal abstract record SessionEffect
{
    private SessionEffect() { }

    public sealed record Execute(ClassicRequest Request) : SessionEffect;

    public sealed record Send(string Message) : SessionEffect;

    public sealed record Warn(string Text) : SessionEffect;

    public sealed record Close : SessionEffect;
}

/// <summary>
/// A connection's dialog as a value: command, reply, command, reply, until STOP. One command is in work at a time, so replies keep the order of the commands.
/// </summary>
/// <param name="Warned">One log line a connection: a stranger must not fill the log.</param>
/// <param name="Strikes">Frames so far whose bytes did not add up.</param>
/// <param name="Closed">Whatever comes now has no effect.</param>
internal sealed record ClassicSession(bool Warned = false, int Strikes = 0, bool Closed = false)
{
    /// <summary>A line that garbles this many frames is not worth keeping; one flipped bit is forgiven, as the original's client tries again.</summary>
    public const int MaxStrikes = 3;

    private static readonly SessionEffect.Close Close = new();

    public (ClassicSession State, ImmutableArray<SessionEffect> Effects) Step(SessionInput input) => (Closed, input) switch
    {
        (true, _) => (this, []),
        (_, SessionInput.Received received) => OnReceived(received),
        (_, SessionInput.Replied replied) => (this, [new SessionEffect.Send(replied.Reply.Fitted().Message)]),
        (_, SessionInput.Idle) => (this with { Closed = true }, [Close]),
        (_, SessionInput.Stalled stalled) => End($"the peer is too slow ({stalled.Phase})"),
        _ => throw new ArgumentOutOfRangeException(nameof(input), input, "unknown input"),
    };

    private (ClassicSession, ImmutableArray<SessionEffect>) OnReceived(SessionInput.Received received) => received.Status switch
    {
        FrameStatus.Frame => OnRequest(ClassicRequest.Parse(received.Message)),
        FrameStatus.EndOfDialog => (this with { Closed = true }, [Close]),
        FrameStatus.BadChecksum when Strikes + 1 < MaxStrikes =>
            (this with { Strikes = Strikes + 1, Warned = true }, [.. WarnOnce("a frame whose bytes do not add up"), new SessionEffect.Send("NACK")]),
        FrameStatus.BadChecksum => End("frames whose bytes do not add up"),
        FrameStatus.BadHeader => End("a frame must begin with six hex digits: this is not the ComputeCloud protocol"),
        FrameStatus.TooLong => End("a frame longer than the limit"),
        FrameStatus.BadTerminator => End("a frame without NUL at its announced end"),
        _ => throw new ArgumentOutOfRangeException(nameof(received), received.Status, "not the end of a frame"),
    };

    private (ClassicSession, ImmutableArray<SessionEffect>) OnRequest(ClassicRequest request) => request switch
    {
        ClassicRequest.Stop => (this with { Closed = true }, [new SessionEffect.Send("ACK"), Close]),
        ClassicRequest.Refused => (this, [new SessionEffect.Send("NACK")]),
        _ => (this, [new SessionEffect.Execute(request)]),
    };

    private (ClassicSession, ImmutableArray<SessionEffect>) End(string reason) =>
        (this with { Closed = true, Warned = true }, [.. WarnOnce(reason), Close]);

    private ImmutableArray<SessionEffect> WarnOnce(string text) => Warned ? [] : [new SessionEffect.Warn(text)];
}
