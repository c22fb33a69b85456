using Actors.Services.Deployment.Planning;

namespace Actors.Services.Deployment.Agents;

/// <summary>
/// Constructors that have not ended in time. No thread can be ended from outside, so each keeps the one it runs on: the same class is not begun again while one of its is stuck, and a node bears
/// only so many. Safe for use by several threads.
/// </summary>
/// <param name="most">On this node.</param>
internal sealed class StuckStarts(int most)
{
    private readonly Lock _gate = new(); // guards _stuck
    private readonly List<UInt128> _stuck = [];

    /// <exception cref="ActorsException">overloaded: why no other is begun.</exception>
    public void Check(DeploymentSpec spec)
    {
        lock (_gate)
        {
            if (_stuck.Contains(Revisions.Of(spec)))
                throw new ActorsException(ErrorCodes.Overloaded, $"the constructor of {spec.Type} that was begun before has still not ended, and keeps a thread: the next version, or isolation process, starts at once");
            if (_stuck.Count >= most)
                throw new ActorsException(ErrorCodes.Overloaded, $"{_stuck.Count} constructors on this node have never ended, and each keeps a thread (actors.deployments.worker.max-stuck-starts): start the node again, or deploy with isolation process");
        }
    }

    /// <summary>It has taken too long; it counts until it ends after all.</summary>
    public void Add(DeploymentSpec spec, Task making)
    {
        var revision = Revisions.Of(spec);
        lock (_gate)
            _stuck.Add(revision);
        making.ContinueWith(_ => Remove(revision), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private void Remove(UInt128 revision)
    {
        lock (_gate)
            _stuck.Remove(revision);
    }
}
