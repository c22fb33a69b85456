namespace Actors.Jobs.Processes;

/// <summary>
/// The processor time of a changing set of processes. Each of two sums misses something: that over what was seen misses processes that live between two
/// looks, that over the living and what they waited for misses children whose parents ignore their end. The larger counts.
/// </summary>
internal sealed class ProcessorTime
{
    private Dictionary<(int Pid, long Start), TimeSpan> _living = [];
    private TimeSpan _seen;

    public TimeSpan Total { get; private set; }

    public void Look(IReadOnlyCollection<ProcessUse> processes)
    {
        var living = new Dictionary<(int, long), TimeSpan>(processes.Count);
        var reported = TimeSpan.Zero;
        foreach (var process in processes)
        {
            var key = (process.Pid, process.Start);
            _seen += process.Cpu - _living.GetValueOrDefault(key);
            living[key] = process.Cpu;
            reported += process.Cpu + process.WaitedForCpu;
        }

        _living = living;
        Total = new[] { Total, _seen, reported }.Max();
    }
}
