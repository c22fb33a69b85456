using Actors.Dispatch;
using FsCheck.Fluent;
using Xunit;

namespace Actors.Tests.Dispatch;

public class LeaseBookTests
{
    private static readonly LeaseTerms Terms = new(TimeSpan.FromSeconds(3), TimeSpan.FromMilliseconds(500));
    private readonly LeaseBook<string> _book = new(Terms);

    [Fact]
    public void A_lease_runs_out_after_its_time_and_the_margin()
    {
        _book.Grant("job", "worker", EpochOf(1), TimeSpan.Zero);

        Assert.Equal(TimeSpan.FromSeconds(3.5), _book.NextEnd);
        Assert.False(_book.TryTakeExpired(TimeSpan.FromSeconds(3.4), out _));
        Assert.True(_book.TryTakeExpired(TimeSpan.FromSeconds(3.5), out var key));
        Assert.Equal("job", key);
        Assert.True(_book.IsHeld("job", "worker", EpochOf(1))); // until it is released
    }

    [Fact]
    public void Renewing_puts_the_end_off()
    {
        _book.Grant("job", "worker", EpochOf(1), TimeSpan.Zero);

        Assert.True(_book.Renew("job", "worker", EpochOf(1), TimeSpan.FromSeconds(3)));
        Assert.False(_book.TryTakeExpired(TimeSpan.FromSeconds(6.4), out _));
        Assert.True(_book.TryTakeExpired(TimeSpan.FromSeconds(6.5), out _));
    }

    [Theory]
    [InlineData("other", "worker", 1)]
    [InlineData("job", "other", 1)]
    [InlineData("job", "worker", 2)]
    public void Nobody_but_the_holder_under_its_epoch_can_renew(string key, string worker, int epoch)
    {
        _book.Grant("job", "worker", EpochOf(1), TimeSpan.Zero);

        Assert.False(_book.Renew(key, worker, EpochOf(epoch), TimeSpan.FromSeconds(1)));
        Assert.True(_book.TryTakeExpired(TimeSpan.FromSeconds(3.5), out _));
    }

    [Fact]
    public void A_released_lease_does_not_expire_nor_does_the_reminder_of_an_earlier_grant_end_the_next()
    {
        _book.Grant("job", "first", EpochOf(1), TimeSpan.Zero);
        Assert.True(_book.Release("job", out var lease));
        Assert.Equal("first", lease.Worker);
        Assert.False(_book.Release("job", out _));
        _book.Grant("job", "second", EpochOf(2), TimeSpan.FromSeconds(2));

        Assert.False(_book.TryTakeExpired(TimeSpan.FromSeconds(4), out _));
        Assert.Equal((0, 1), (_book.CountHeldBy("first"), _book.CountHeldBy("second")));
    }

    [Fact]
    public void Whatever_happens_each_lease_expires_exactly_when_it_was_last_renewed_for() =>
        Property.Holds(Gen.Choose(0, 300).Three().ArrayOf(), script =>
        {
            var book = new LeaseBook<int>(Terms);
            var expected = new Dictionary<int, TimeSpan>();
            var now = TimeSpan.Zero;
            foreach (var (step, key, act) in script.Select(each => (each.Item1, each.Item2 % 4, each.Item3 % 3)))
            {
                now += TimeSpan.FromMilliseconds(step * 10);
                while (book.TryTakeExpired(now, out var gone))
                {
                    Assert.True(expected.Remove(gone, out var end) && end <= now);
                    book.Release(gone, out _);
                }

                Assert.DoesNotContain(expected, entry => entry.Value <= now);
                if (act == 0 && expected.TryAdd(key, Terms.BrokerEnd(now)))
                    book.Grant(key, "worker", EpochOf(1), now);
                else if (act == 1 && book.Renew(key, "worker", EpochOf(1), now))
                    expected[key] = Terms.BrokerEnd(now);
                else if (act == 2)
                    Assert.Equal(expected.Remove(key), book.Release(key, out _));
                Assert.Equal((expected.Count, expected.Count), (book.Count, book.CountHeldBy("worker")));
            }
        });

    private static Epoch EpochOf(long number) => new(new Ballot(1, "broker"), number);
}
