using Actors.Cli.Internal;

namespace Actors.Cli.Nanny;

/// <summary>When a node that has ended is started again. It knows no process and no clock.</summary>
internal sealed class NannyPolicy(NannyTerms terms)
{
    private readonly Queue<TimeSpan> _deaths = new(); // those within the window
    private bool _hasLived;

    /// <param name="exitCode">Of the process that has ended.</param>
    /// <param name="now">The time.</param>
    public NannyVerdict Ended(int exitCode, TimeSpan now)
    {
        if (exitCode == ExitCodes.Done)
            return new NannyVerdict(null, 0); // it was told to end
        if (exitCode == ExitCodes.Usage && !_hasLived)
            return new NannyVerdict(null, 0); // starting it again will not help
        _hasLived = true;
        while (_deaths.TryPeek(out var oldest) && now - oldest > terms.Within)
            _deaths.Dequeue();
        _deaths.Enqueue(now);
        return _deaths.Count > terms.MaxRestarts ? new NannyVerdict(null, _deaths.Count) : new NannyVerdict(PauseAfter(_deaths.Count), _deaths.Count);
    }

    /// <summary>Twice as long each time, as long as deaths follow each other.</summary>
    private TimeSpan PauseAfter(int deaths)
    {
        var pause = terms.FirstPause;
        for (var i = 1; i < deaths && pause < terms.LastPause; i++)
            pause *= 2;
        return pause < terms.LastPause ? pause : terms.LastPause;
    }
}

/// <param name="Pause">Start it again after so long; null: not at all.</param>
/// <param name="Deaths">So many within the window, this one included; 0: it was none.</param>
internal readonly record struct NannyVerdict(TimeSpan? Pause, int Deaths);
