namespace Actors.Jobs.Table;

/// <summary>All jobs by number of submission, for listing them page by page, newest first.</summary>
internal sealed class SubmissionOrder
{
    private readonly List<JobRecord?> _jobs = [];
    private long _first = 1; // the number of _jobs[0]
    private int _holes;

    public long Last => _first + _jobs.Count - 1;

    public void Add(JobRecord job) => _jobs.Add(job);

    public void Remove(JobRecord job)
    {
        _jobs[(int)(job.Number - _first)] = null;
        _holes++;
        // Jobs are forgotten about oldest first, so the holes are at the front; trimming half of the list at a time makes it free on average.
        if (_holes <= _jobs.Count / 2)
            return;
        var front = _jobs.FindIndex(job => job is not null);
        front = front < 0 ? _jobs.Count : front;
        _jobs.RemoveRange(0, front);
        _first += front;
        _holes -= front;
    }

    /// <summary>The job with this number, or null when it is forgotten.</summary>
    public JobRecord? At(long number) => number >= _first && number <= Last ? _jobs[(int)(number - _first)] : null;

    public long First => _first;
}
