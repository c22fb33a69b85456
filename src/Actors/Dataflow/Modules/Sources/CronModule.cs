using Actors.Dataflow.Values;

namespace Actors.Dataflow.Modules.Sources;

/// <summary>Settings of <c>cron</c>.</summary>
public sealed record CronSettings
{
    public required CronSchedule Schedule { get; init; }

    public ZoneName Zone { get; init; } = ZoneName.Utc;

    /// <summary>What becomes of times that have gone by while the flow could take no events or the machine slept; what has gone by before the start is never made up for.</summary>
    public MissedTimes Missed { get; init; } = MissedTimes.Skip;

    public MadeEvent Event { get; init; } = new();
}

/// <summary>What becomes of times that were missed.</summary>
public enum MissedTimes
{
    /// <summary>Nothing: the next time is the next.</summary>
    Skip,

    /// <summary>One event for all of them.</summary>
    Once,
}

/// <summary>Makes events at times of the clock; each has the time that it is for in the attribute <c>scheduled</c>.</summary>
[FlowModule("cron", "Makes events at times of the clock.", Inboxes = ["inbox?"])]
public sealed class CronModule(CronSettings settings) : FlowModule
{
    /// <summary>Who adjusts the clock meanwhile is noticed within this time.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    /// <summary>Later than this, a time counts as missed.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(1);

    /// <summary>A clock that is set back by less comes to the same times again, which then happen once; by more, it was wrong before.</summary>
    private static readonly TimeSpan Correction = TimeSpan.FromHours(3);

    private readonly EventMaker _maker = new(settings.Event);

    protected override async Task RunAsync(CancellationToken stopping)
    {
        var last = Time.GetUtcNow();
        while (!stopping.IsCancellationRequested)
        {
            var next = settings.Schedule.Next(last, settings.Zone.Zone);
            while (!IsSetBack(last) && next - Time.GetUtcNow() is var wait && wait > TimeSpan.Zero) await ModuleTimer.PauseAsync(Time, wait < LongestWait ? wait : LongestWait, stopping);
            if (IsSetBack(last))
            {
                last = Time.GetUtcNow();
                Log.Warning($"the clock was set back to {last:O}");
                continue;
            }

            var isMissed = Time.GetUtcNow() - next >= Late;
            // All that has gone by until now is one: the last of them.
            last = isMissed ? Time.GetUtcNow() : next;
            if (isMissed) Log.Warning($"missed {next:O} and perhaps more");
            if (!isMissed || settings.Missed == MissedTimes.Once) await MakeAsync(next);
        }
    }

    protected override ValueTask HandleAsync(FlowEvent item, string inbox, CancellationToken cancel) => MakeAsync(Time.GetUtcNow());

    private bool IsSetBack(DateTimeOffset last) => Time.GetUtcNow() < last - Correction;

    private ValueTask MakeAsync(DateTimeOffset scheduled)
    {
        var made = _maker.Make(NewEvent()).WithAttribute("scheduled", scheduled);
        return settings.Event.Error ? SendErrorAsync(made, EventMaker.ErrorOf(Name)) : SendAsync(made);
    }
}
