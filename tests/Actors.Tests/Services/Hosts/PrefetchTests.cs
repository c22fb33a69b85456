using Actors.Services.Hosts;
using Xunit;

namespace Actors.Tests.Services.Hosts;

/// <summary>How many calls a host asks for.</summary>
public sealed class PrefetchTests
{
    private readonly Prefetch _prefetch = new(new HostTerms { Slots = 2, PrefetchTime = TimeSpan.FromMilliseconds(1), MaxPrefetch = 100 });

    [Fact]
    public void A_host_that_does_not_know_its_calls_asks_for_as_many_as_it_can_run() => Assert.Equal(2, _prefetch.Window);

    [Fact]
    public void Of_short_calls_it_asks_for_as_many_more_as_take_the_set_time()
    {
        _prefetch.Took(TimeSpan.FromMicroseconds(100));
        Assert.Equal(2 + (2 * 10), _prefetch.Window);
    }

    [Fact]
    public void Of_long_calls_it_asks_for_no_more_than_it_can_run()
    {
        _prefetch.Took(TimeSpan.FromMilliseconds(3));
        Assert.Equal(2, _prefetch.Window);
    }

    [Fact]
    public void However_short_calls_are_there_is_a_limit()
    {
        _prefetch.Took(TimeSpan.Zero);
        Assert.Equal(102, _prefetch.Window);
    }

    [Fact]
    public void One_long_call_among_short_ones_changes_little_and_twenty_change_all()
    {
        _prefetch.Took(TimeSpan.FromMicroseconds(100));
        _prefetch.Took(TimeSpan.FromMilliseconds(1));
        Assert.InRange(_prefetch.Window, 10, 20);

        for (var i = 0; i < 20; i++)
            _prefetch.Took(TimeSpan.FromMilliseconds(2));
        Assert.InRange(_prefetch.Window, 2, 3);
    }

    [Fact]
    public void When_calls_have_become_longer_it_begins_anew()
    {
        _prefetch.Took(TimeSpan.Zero);
        _prefetch.Forget();
        Assert.Equal(2, _prefetch.Window);
    }
}
