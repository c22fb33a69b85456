using System.Collections.Immutable;

namespace Actors.Dataflow.Values;

/// <summary>
/// Times in five fields, as cron has them: minute, hour, day of the month, month, day of the week. <c>*</c>, lists, ranges, steps and names are known, and <c>@hourly</c> to <c>@yearly</c>. If both
/// fields of days say something, either is enough.
/// </summary>
/// <remarks>
/// Where clocks go forward, a time that is left out happens when they do, once. Where they go back, a time that comes twice happens at the first; only schedules of every hour go on through both.
/// </remarks>
public sealed class CronSchedule : ISettingText<CronSchedule>
{
    /// <summary>A Sunday that is the 29th of February may be forty years away.</summary>
    private const int MaxDays = 366 * 40 + 1;

    /// <summary>Clocks are put back by less.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromHours(3);

    private static readonly ImmutableArray<string> Months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

    private static readonly ImmutableArray<string> Weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

    private readonly string _text;
    private readonly CronField _minutes;
    private readonly CronField _hours;
    private readonly CronField _days;
    private readonly CronField _months;
    private readonly CronField _weekdays;

    private CronSchedule(string text, string[] fields)
    {
        _text = text;
        _minutes = CronField.Parse(fields[0], "minute", 0, 59, 60, []);
        _hours = CronField.Parse(fields[1], "hour", 0, 23, 24, []);
        _days = CronField.Parse(fields[2], "day of the month", 1, 31, 31, []);
        _months = CronField.Parse(fields[3], "month", 1, 12, 12, Months);
        // Sunday is 0 or 7.
        _weekdays = CronField.Parse(fields[4], "day of the week", 0, 7, 7, Weekdays);
    }

    public static string Expected => "minute, hour, day, month and day of the week, such as '*/5 8-17 * * Mon-Fri'";

    public static CronSchedule Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var written = text.Trim() switch
        {
            "@hourly" => "0 * * * *",
            "@daily" or "@midnight" => "0 0 * * *",
            "@weekly" => "0 0 * * 0",
            "@monthly" => "0 0 1 * *",
            "@yearly" or "@annually" => "0 0 1 1 *",
            var other => other,
        };
        if (written.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries) is not { Length: 5 } fields)
            throw new FormatException($"'{text}' has not five fields; expected: {Expected}");
        var schedule = new CronSchedule(text, fields);
        return schedule.Match(new DateTime(2000, 1, 1)) is null ? throw new FormatException($"'{text}' never happens: no month has such a day") : schedule;
    }

    /// <summary>The first time after a moment.</summary>
    public DateTimeOffset Next(DateTimeOffset after, TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        var local = TimeZoneInfo.ConvertTime(after, zone).DateTime;
        var from = new DateTime(local.Year, local.Month, local.Day, local.Hour, local.Minute, 0) - Overlap;
        DateTimeOffset? best = null;
        for (var match = Match(from); match is { } time && (best is null || time <= best.Value.DateTime + Overlap); match = Match(time.AddMinutes(1)))
            foreach (var moment in MomentsOf(time, zone).Where(moment => moment > after && (best is null || moment < best)))
                best = moment;
        return best ?? throw new InvalidOperationException($"{_text} does not happen again.");
    }

    public override string ToString() => _text;

    /// <summary>When a time of the clock is: once, or twice, or when the clock is put beyond it.</summary>
    private IEnumerable<DateTimeOffset> MomentsOf(DateTime local, TimeZoneInfo zone)
    {
        while (zone.IsInvalidTime(local)) local = local.AddMinutes(1);
        if (!zone.IsAmbiguousTime(local)) return [new DateTimeOffset(local, zone.GetUtcOffset(local))];
        var moments = zone.GetAmbiguousTimeOffsets(local).Select(offset => new DateTimeOffset(local, offset)).Order();
        return _hours.AllowsAll ? moments : moments.Take(1);
    }

    /// <summary>The first time of the clock, from one on, that the fields allow.</summary>
    private DateTime? Match(DateTime from)
    {
        for (var day = 0; day <= MaxDays; day++)
        {
            var date = from.Date.AddDays(day);
            if (IsDay(date) && TimeOf(day == 0 ? from.TimeOfDay : TimeSpan.Zero) is { } time) return date + time;
        }

        return null;
    }

    private bool IsDay(DateTime date)
    {
        if (!_months.Allows(date.Month)) return false;
        var (day, weekday) = (_days.Allows(date.Day), _weekdays.Allows((int)date.DayOfWeek) || (date.DayOfWeek == DayOfWeek.Sunday && _weekdays.Allows(7)));
        return _days.IsAny || _weekdays.IsAny ? day && weekday : day || weekday;
    }

    private TimeSpan? TimeOf(TimeSpan from)
    {
        for (var hour = _hours.From(from.Hours); hour >= 0; hour = _hours.From(hour + 1))
            if (_minutes.From(hour == from.Hours ? from.Minutes : 0) is var minute and >= 0) return new TimeSpan(hour, minute, 0);
        return null;
    }
}
