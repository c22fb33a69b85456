namespace Actors.Cluster;

/// <summary>Where a node has its ids and its time from.</summary>
internal sealed record NodeClock(IdSource Ids, TimeProvider Time);
