namespace Akka.Remote.Internal.Associations;

/// <summary>All system messages of an incarnation up to this number have been taken.</summary>
internal sealed record Acknowledgement(int Uid, long Sequence);
