namespace Actors.Cluster.Tests.Processes;

/// <summary>The lines that a process has printed, in order, with a way to wait for one. A time-out tells what was awaited and what came instead.</summary>
public sealed class ProcessOutput(string owner)
{
    private const int ShownLines = 40;

    private readonly Lock _gate = new(); // guards all below
    private readonly List<string> _lines = [];
    private readonly List<(Predicate<string> Wanted, TaskCompletionSource<string> Found)> _waiting = [];
    private string? _ended;

    public void Add(string line)
    {
        lock (_gate)
        {
            _lines.Add(line);
            foreach (var waiting in _waiting.Where(waiting => waiting.Wanted(line))) waiting.Found.TrySetResult(line);
        }
    }

    /// <summary>Nothing more will come: whoever still waits is told so at once.</summary>
    public void End(string reason)
    {
        lock (_gate)
        {
            _ended = reason;
            foreach (var (_, found) in _waiting) found.TrySetException(Failure(reason, "a line"));
        }
    }

    /// <summary>The first line, past or future, that is wanted.</summary>
    /// <exception cref="TimeoutException">It did not come; the message names the phase and shows the last lines.</exception>
    public async Task<string> WaitAsync(string phase, Predicate<string> wanted, TimeSpan limit)
    {
        var found = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_lines.Find(wanted) is { } already) return already;
            if (_ended != null) throw Failure(_ended, phase);
            _waiting.Add((wanted, found));
        }

        try
        {
            return await found.Task.WaitAsync(limit);
        }
        catch (TimeoutException)
        {
            throw Failure($"nothing within {limit.TotalSeconds:0.#} s", phase);
        }
    }

    public override string ToString()
    {
        lock (_gate) return string.Join(Environment.NewLine, _lines);
    }

    private TimeoutException Failure(string reason, string phase)
    {
        lock (_gate)
            return new TimeoutException($"{owner}, {phase}: {reason}. Last lines:{Environment.NewLine}{string.Join(Environment.NewLine, _lines.TakeLast(ShownLines))}");
    }
}
