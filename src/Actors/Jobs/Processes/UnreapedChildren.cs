using System.Collections.Concurrent;

namespace Actors.Jobs.Processes;

/// <summary>Killed children that had not ended when their runs did. They are reaped later, so that neither they nor their numbers stay for ever.</summary>
internal sealed class UnreapedChildren
{
    private readonly ConcurrentQueue<int> _children = new();

    public void Add(int pid) => _children.Enqueue(pid);

    /// <summary>Reaps those that have ended meanwhile.</summary>
    public void Reap()
    {
        for (var left = _children.Count; left > 0 && _children.TryDequeue(out var pid); left--)
        {
            const int stillThere = 0;
            if (LibC.Wait(pid, out _, LibC.NoHang, new long[LibC.UsageWords]) == stillThere)
                Add(pid);
        }
    }
}
