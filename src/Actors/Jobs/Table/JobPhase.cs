namespace Actors.Jobs.Table;

/// <summary>Where a job is in its life. Everything from <see cref="Completed"/> on is the end.</summary>
internal enum JobPhase
{
    /// <summary>Accepted; some inputs are not there yet.</summary>
    Waiting,

    /// <summary>Waits for its time, or for a worker.</summary>
    Ready,
    Leased,
    Completed,
    Failed,
    Cancelled,
}
