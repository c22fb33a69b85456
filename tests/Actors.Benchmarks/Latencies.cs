namespace Actors.Benchmarks;

/// <summary>How long single operations took. Filled by several threads.</summary>
internal sealed class Latencies
{
    private readonly Lock _gate = new(); // guards _milliseconds
    private readonly List<double> _milliseconds = [];

    public void Clear()
    {
        lock (_gate)
            _milliseconds.Clear();
    }

    /// <summary>Runs an operation and records how long it took.</summary>
    public async Task TimeAsync(Func<Task> operation)
    {
        var start = TimeProvider.System.GetTimestamp();
        await operation().ConfigureAwait(false);
        Add(TimeProvider.System.GetElapsedTime(start).TotalMilliseconds);
    }

    public void Add(double milliseconds)
    {
        lock (_gate)
            _milliseconds.Add(milliseconds);
    }

    public double? Percentile(int percent)
    {
        lock (_gate)
        {
            if (_milliseconds.Count == 0)
                return null;
            _milliseconds.Sort();
            return _milliseconds[Math.Min(_milliseconds.Count - 1, _milliseconds.Count * percent / 100)];
        }
    }
}
