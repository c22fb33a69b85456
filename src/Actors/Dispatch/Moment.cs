namespace Actors.Dispatch;

/// <summary>
/// What time it is, twice: the monotonic clock that leases and back-offs are measured by, and the wall clock that people and
/// <c>not-before</c> speak of. The two are never compared.
/// </summary>
internal readonly record struct Moment(TimeSpan Monotonic, DateTimeOffset Wall)
{
    /// <summary>The monotonic time at which the wall clock will show <paramref name="wall"/>, if nobody sets it until then.</summary>
    public TimeSpan Until(DateTimeOffset wall) => Monotonic + (wall - Wall);
}
