using Actors.Dispatch;
using FsCheck.Fluent;
using Xunit;

namespace Actors.Tests.Dispatch;

public class LeaseTermsTests
{
    private static readonly LeaseTerms Terms = new(TimeSpan.FromSeconds(3), TimeSpan.FromMilliseconds(500));

    [Fact]
    public void A_worker_is_still_before_the_broker_gives_its_work_away_however_long_the_report_travels() =>
        Property.Holds(Gen.Choose(0, 60_000).Two(), times =>
        {
            var sent = TimeSpan.FromMilliseconds(times.Item1);
            var received = sent + TimeSpan.FromMilliseconds(times.Item2);
            Assert.True(Terms.BrokerEnd(received) - Terms.WorkerEnd(sent) >= Terms.Margin * 2);
        });

    [Fact]
    public void Two_reports_may_be_lost_before_a_lease_runs_out() => Assert.Equal(TimeSpan.FromSeconds(1), Terms.ReportEvery);

    [Fact]
    public void A_lease_counts_from_the_sending_of_the_very_report_that_it_answers()
    {
        var clock = new ReportClock();
        var first = clock.Send(TimeSpan.FromSeconds(10));
        var second = clock.Send(TimeSpan.FromSeconds(11));

        Assert.Equal(TimeSpan.FromSeconds(12.5), clock.EndOf(first, Terms));
        Assert.Equal(TimeSpan.FromSeconds(13.5), clock.EndOf(second, Terms));
    }

    [Fact]
    public void Answers_to_reports_never_sent_or_long_ago_grant_nothing()
    {
        var clock = new ReportClock();
        for (var i = 1; i <= ReportClock.Remembered + 1; i++)
            clock.Send(TimeSpan.FromSeconds(i));

        Assert.Equal(TimeSpan.MinValue, clock.EndOf(0, Terms));
        Assert.Equal(TimeSpan.MinValue, clock.EndOf(1, Terms));
        Assert.Equal(TimeSpan.MinValue, clock.EndOf(ReportClock.Remembered + 2, Terms));
        Assert.NotEqual(TimeSpan.MinValue, clock.EndOf(2, Terms));
    }
}
