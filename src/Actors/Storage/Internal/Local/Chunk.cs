namespace Actors.Storage.Internal.Local;

/// <summary>Where up to 1 MiB of a large object lies, and what its bytes must add up to.</summary>
internal readonly record struct Chunk(int Segment, long Offset, int Length, Checksum Check);
