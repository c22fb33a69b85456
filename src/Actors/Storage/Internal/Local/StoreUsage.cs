namespace Actors.Storage.Internal.Local;

/// <summary>How full a store is.</summary>
/// <param name="Objects">Copies, of whatever state.</param>
/// <param name="LiveBytes">In segments, named by a copy or by an upload that goes on.</param>
/// <param name="SegmentBytes">In segments altogether; the rest is garbage to be reclaimed.</param>
internal sealed record StoreUsage(long Objects, long LiveBytes, long SegmentBytes);
