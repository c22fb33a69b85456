namespace Akka.Remote.Internal;

/// <summary>The two connections of an association. Neither is ordered against the other.</summary>
internal enum LaneKind : byte
{
    /// <summary>System messages, heartbeats, acknowledgements: little, and never behind user data.</summary>
    Control = 0,
    /// <summary>User messages.</summary>
    Bulk = 1,
}
