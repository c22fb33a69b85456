namespace Actors.Dispatch;

/// <summary>
/// The one reminder that an actor has asked its scheduler for. An earlier due time takes the place of a later one; the later one may still arrive, and is
/// then told apart by its due time, so that reminders never become more.
/// </summary>
internal sealed class PlannedTick
{
    private TimeSpan _due = TimeSpan.MaxValue;

    /// <summary>True: ask for a reminder at this time, instead of the one before.</summary>
    public bool Plan(TimeSpan due)
    {
        if (due >= _due)
            return false;
        _due = due;
        return true;
    }

    /// <summary>A reminder has come. False: another took its place.</summary>
    public bool Take(TimeSpan due)
    {
        if (due != _due)
            return false;
        _due = TimeSpan.MaxValue;
        return true;
    }
}
