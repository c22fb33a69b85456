namespace Akka.Remote.Internal.Associations;

/// <summary>What a lane's pump may do. Compared by reference.</summary>
internal sealed class LaneState
{
    private LaneState(SessionOutput? output, SessionOutput? farewell = null) => (Output, Farewell) = (output, farewell);

    /// <summary>No connection, and none wanted yet: the first message asks for one.</summary>
    public static LaneState Idle { get; } = new(null);

    /// <summary>A connection is on its way: messages wait.</summary>
    public static LaneState Waiting { get; } = new(null);

    /// <summary>The peer was not reached lately, is quarantined, or this node shuts down: messages become dead letters.</summary>
    public static LaneState Closed { get; } = new(null);

    /// <summary>The association is forgotten: what still comes goes to the one that took its place.</summary>
    public static LaneState Retired { get; } = new(null);

    /// <summary>Not null: messages are written there.</summary>
    public SessionOutput? Output { get; }

    /// <summary>Not null: the peer is quarantined and is told so there, once; the lane is closed with that.</summary>
    public SessionOutput? Farewell { get; }

    /// <summary>Messages become dead letters.</summary>
    public bool IsShut => this == Closed || Farewell is not null;

    public static LaneState Open(SessionOutput output) => new(output);

    public static LaneState Parting(SessionOutput farewell) => new(null, farewell);
}
