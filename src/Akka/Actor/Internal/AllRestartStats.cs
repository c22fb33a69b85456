using System.Collections;

namespace Akka.Actor.Internal;

/// <summary>The restart stats of all children, made as they are looked at: most strategies handle one child alone, and its siblings may be many.</summary>
internal sealed class AllRestartStats(Children children, Func<TimeSpan> clock) : IReadOnlyCollection<ChildRestartStats>
{
    public int Count => children.Count;

    public IEnumerator<ChildRestartStats> GetEnumerator()
    {
        foreach (var child in children.Snapshot())
            if (children.TryGetStats(child, clock, out var stats))
                yield return stats;
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
