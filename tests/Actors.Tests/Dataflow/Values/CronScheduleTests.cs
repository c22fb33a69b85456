using System.Globalization;
using Actors.Dataflow.Values;
using Xunit;

namespace Actors.Tests.Dataflow.Values;

public sealed class CronScheduleTests
{
    [Theory]
    [InlineData("* * * * *", "2026-01-05 12:00", "2026-01-05 12:01")]
    [InlineData("*/15 * * * *", "2026-01-05 12:07", "2026-01-05 12:15")]
    [InlineData("0 9 * * *", "2026-01-05 09:00", "2026-01-06 09:00")]
    [InlineData("0 9 * * Mon-Fri", "2026-01-09 10:00", "2026-01-12 09:00")]
    [InlineData("0 9 * * mon,WED", "2026-01-05 10:00", "2026-01-07 09:00")]
    [InlineData("0 0 * * 7", "2026-01-05 00:00", "2026-01-11 00:00")]
    [InlineData("0 0 * * 0", "2026-01-05 00:00", "2026-01-11 00:00")]
    [InlineData("0 0 29 2 *", "2026-01-01 00:00", "2028-02-29 00:00")]
    [InlineData("0 0 29 2 *", "2096-03-01 00:00", "2104-02-29 00:00")]
    [InlineData("30 8 1 Jan *", "2026-01-05 00:00", "2027-01-01 08:30")]
    [InlineData("5-10/5 * * * *", "2026-01-05 12:05", "2026-01-05 12:10")]
    [InlineData("10/20 * * * *", "2026-01-05 12:11", "2026-01-05 12:30")]
    [InlineData("0 22-2 * * *", "2026-01-05 23:30", "2026-01-06 00:00")]
    [InlineData("0 0 * * Fri-Mon", "2026-01-06 00:00", "2026-01-09 00:00")]
    [InlineData("0 0 31 * *", "2026-02-01 00:00", "2026-03-31 00:00")]
    [InlineData("59 23 31 12 *", "2026-12-31 23:59", "2027-12-31 23:59")]
    [InlineData("@hourly", "2026-01-05 12:00", "2026-01-05 13:00")]
    [InlineData("@monthly", "2026-01-05 12:00", "2026-02-01 00:00")]
    public void The_next_time_follows_from_the_fields(string schedule, string after, string next) => Assert.Equal(Utc(next), CronSchedule.Parse(schedule).Next(Utc(after), TimeZoneInfo.Utc));

    [Fact]
    public void Either_day_is_enough_where_both_fields_of_days_say_something()
    {
        Assert.Equal([6, 10, 13, 20], Days("0 0 10 * 5", 4, Utc("2026-11-01 00:00")));

        // A star with steps does not count as saying something of its own: both must agree.
        Assert.Equal([5, 19], Days("0 0 */2 * Mon", 2, Utc("2026-01-01 00:00")));
    }

    [Theory]
    // Berlin goes from 2:00 to 3:00 on 2026-03-29.
    [InlineData("30 2 * * *", "2026-03-29 00:00 +01:00", "2026-03-29 03:00 +02:00")]
    [InlineData("30 2 * * *", "2026-03-29 03:00 +02:00", "2026-03-30 02:30 +02:00")]
    [InlineData("*/30 * * * *", "2026-03-29 01:30 +01:00", "2026-03-29 03:00 +02:00")]
    [InlineData("*/30 * * * *", "2026-03-29 03:00 +02:00", "2026-03-29 03:30 +02:00")]
    [InlineData("0 3 * * *", "2026-03-29 00:00 +01:00", "2026-03-29 03:00 +02:00")]
    // And from 3:00 back to 2:00 on 2026-10-25.
    [InlineData("30 2 * * *", "2026-10-25 00:00 +02:00", "2026-10-25 02:30 +02:00")]
    [InlineData("30 2 * * *", "2026-10-25 02:30 +02:00", "2026-10-26 02:30 +01:00")]
    [InlineData("*/30 * * * *", "2026-10-25 02:30 +02:00", "2026-10-25 02:00 +01:00")]
    [InlineData("*/30 * * * *", "2026-10-25 02:00 +01:00", "2026-10-25 02:30 +01:00")]
    [InlineData("*/30 * * * *", "2026-10-25 02:30 +01:00", "2026-10-25 03:00 +01:00")]
    [InlineData("0 3 * * *", "2026-10-25 02:59 +01:00", "2026-10-25 03:00 +01:00")]
    public void Clocks_that_are_changed_leave_no_time_out_and_double_none(string schedule, string after, string next) =>
        Assert.Equal(At(next), CronSchedule.Parse(schedule).Next(At(after), ZoneName.Parse("Europe/Berlin").Zone));

    [Fact]
    public void A_year_of_every_hour_has_as_many_hours_as_the_earth_saw()
    {
        var (schedule, zone) = (CronSchedule.Parse("0 * * * *"), ZoneName.Parse("Europe/Berlin").Zone);
        var (time, count) = (At("2026-01-01 00:00 +01:00"), 0);
        for (; time < At("2027-01-01 00:00 +01:00"); count++)
        {
            var next = schedule.Next(time, zone);
            Assert.Equal(TimeSpan.FromHours(1), next - time);
            time = next;
        }

        Assert.Equal(365 * 24, count);
    }

    [Theory]
    [InlineData("Europe/Berlin", 2026, 3, 28)]
    [InlineData("Europe/Berlin", 2026, 10, 24)]
    [InlineData("Australia/Lord_Howe", 2026, 4, 4)]
    [InlineData("Australia/Lord_Howe", 2026, 10, 3)]
    public void Around_a_change_of_clocks_the_times_are_those_of_a_clock_that_is_watched(string name, int year, int month, int day)
    {
        var (zone, random) = (ZoneName.Parse(name).Zone, new Random(7));
        var start = new DateTimeOffset(year, month, day, 0, 0, 0, TimeSpan.Zero);
        for (var round = 0; round < 10; round++)
        {
            var hour = random.Next(3) switch { 0 => "*", 1 => $"{random.Next(4)}", _ => "1-3" };
            var schedule = CronSchedule.Parse($"{(random.Next(2) == 0 ? $"*/{random.Next(1, 31)}" : $"{random.Next(60)}")} {hour} * * *");
            var (time, end) = (start, start.AddDays(2));
            foreach (var expected in Watched(schedule, zone, start, end, everyHour: hour == "*"))
            {
                time = schedule.Next(time, zone);
                Assert.True(expected == time, $"{schedule} in {name}: {time:O} instead of {expected:O}");
            }

            Assert.True(schedule.Next(time, zone) > end.AddMinutes(-1), $"{schedule} in {name}");
        }
    }

    [Theory]
    [InlineData("", "has not five fields")]
    [InlineData("* * * *", "has not five fields")]
    [InlineData("60 * * * *", "'60' in the minute is not in 0 to 59")]
    [InlineData("* 24 * * *", "'24' in the hour is not in 0 to 23")]
    [InlineData("* * 0 * *", "'0' in the day of the month is not in 1 to 31")]
    [InlineData("* * * Foo *", "'Foo' in the month is not in 1 to 12 or Jan, ")]
    [InlineData("* * * * 8", "'8' in the day of the week is not in 0 to 7")]
    [InlineData("*/0 * * * *", "'0' in the minute")]
    [InlineData("1-2-3 * * * *", "'1-2-3' in the minute")]
    [InlineData(", * * * *", "'' in the minute")]
    [InlineData("0 0 30 2 *", "never happens")]
    [InlineData("-1 * * * *", "'' in the minute")]
    public void What_is_no_schedule_is_told(string text, string problem) => Assert.Contains(problem, Assert.Throws<FormatException>(() => CronSchedule.Parse(text)).Message, StringComparison.Ordinal);

    // Minute by minute; what the hand of the clock jumps over is taken when it has.
    private static IEnumerable<DateTimeOffset> Watched(CronSchedule schedule, TimeZoneInfo zone, DateTimeOffset start, DateTimeOffset end, bool everyHour)
    {
        for (var time = start.AddMinutes(1); time < end; time = time.AddMinutes(1))
        {
            var (before, now) = (TimeZoneInfo.ConvertTime(time.AddMinutes(-1), zone).DateTime, TimeZoneInfo.ConvertTime(time, zone).DateTime);
            var isSecond = zone.IsAmbiguousTime(now) && zone.GetUtcOffset(time) == zone.GetAmbiguousTimeOffsets(now).Min();
            if (isSecond && !everyHour) continue;
            var passed = now > before ? Enumerable.Range(1, (int)(now - before).TotalMinutes).Select(minutes => before.AddMinutes(minutes)) : [now];
            if (passed.Any(local => Is(schedule, local))) yield return time;
        }
    }

    private static bool Is(CronSchedule schedule, DateTime local) =>
        schedule.Next(new DateTimeOffset(local.AddMinutes(-1), TimeSpan.Zero), TimeZoneInfo.Utc) == new DateTimeOffset(local, TimeSpan.Zero);

    private static List<int> Days(string schedule, int count, DateTimeOffset after)
    {
        var days = new List<int>();
        while (days.Count < count)
        {
            after = CronSchedule.Parse(schedule).Next(after, TimeZoneInfo.Utc);
            days.Add(after.Day);
        }

        return days;
    }

    private static DateTimeOffset Utc(string text) => At(text + " +00:00");

    private static DateTimeOffset At(string text) => DateTimeOffset.ParseExact(text, "yyyy-MM-dd HH:mm zzz", CultureInfo.InvariantCulture);

    [Fact]
    public void A_Sunday_that_is_the_29th_of_February_comes_again() =>
        Assert.Equal(new DateTimeOffset(2060, 2, 29, 0, 0, 0, TimeSpan.Zero), CronSchedule.Parse("0 0 29 2 */7").Next(new DateTimeOffset(2033, 1, 1, 0, 0, 0, TimeSpan.Zero), TimeZoneInfo.Utc));

    [Fact]
    public void Steps_go_over_the_end_of_the_week()
    {
        var schedule = CronSchedule.Parse("0 0 * * Sat-Mon/2");
        var saturday = schedule.Next(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), TimeZoneInfo.Utc);
        Assert.Equal((DayOfWeek.Saturday, DayOfWeek.Monday), (saturday.DayOfWeek, schedule.Next(saturday, TimeZoneInfo.Utc).DayOfWeek));
    }
}
