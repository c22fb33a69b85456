using Actors.Jobs.Table;
using FsCheck.Fluent;
using Xunit;

namespace Actors.Tests.Jobs.Table;

public class SubmissionOrderTests
{
    [Fact]
    public void All_that_was_added_and_not_removed_is_there_newest_first() =>
        Property.Holds(Gen.Choose(0, 2000).ArrayOf(400), script =>
        {
            var order = new SubmissionOrder();
            var jobs = new List<JobRecord>();
            var number = 0L;
            foreach (var choice in script)
            {
                if (choice % 3 > 0)
                {
                    var job = JobOf(number += choice % 7 == 0 ? 300 : 1);
                    jobs.Add(job);
                    order.Add(job);
                }
                else if (jobs.Count > 0)
                {
                    var gone = jobs[choice % jobs.Count];
                    jobs.Remove(gone);
                    order.Remove(gone);
                }

                var from = choice % 2 == 0 ? long.MaxValue : choice * 10;
                Assert.Equal(jobs.Where(job => job.Number <= from).Reverse(), order.DownFrom(from));
            }
        }, maxTests: 30);

    [Fact]
    public void One_job_that_lives_for_long_keeps_no_place_for_those_that_went()
    {
        var order = new SubmissionOrder();
        order.Add(JobOf(1));
        for (var number = 2; number < 100_000; number++)
        {
            var job = JobOf(number);
            order.Add(job);
            order.Remove(job);
        }

        Assert.Equal(1, order.Pages);
    }

    private static JobRecord JobOf(long number) => new(TableBench.Job(), "client", number, TableBench.Start);
}
