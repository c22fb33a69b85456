using Xunit;

namespace Akka.Simulation.Remote.Faults;

/// <summary>The checker of all tests beside it: that it fires.</summary>
public class TrafficLogTests
{
    private readonly TrafficLog _log = new();

    [Fact]
    public void Messages_in_order_are_right_and_those_that_are_left_out_are_counted()
    {
        foreach (var number in new[] { 1, 2, 5, 6 })
            _log.Got("a>b", number);
        _log.Got("b>a", 1);
        _log.Terminated("a>b");
        Assert.Empty(_log.Faults);
        Assert.Equal((2, 5, 6), (_log.Missing, _log.Received, _log.LastOf("a>b")));
    }

    [Fact]
    public void A_message_that_comes_twice_is_a_fault()
    {
        _log.Got("a>b", 1);
        _log.Got("a>b", 1);
        Assert.Single(_log.Faults);
    }

    [Fact]
    public void A_message_that_was_overtaken_is_a_fault()
    {
        _log.Got("a>b", 2);
        _log.Got("a>b", 1);
        Assert.Single(_log.Faults);
    }

    [Fact]
    public void A_word_after_death_is_a_fault()
    {
        _log.Terminated("a>b");
        _log.Got("a>b", 1);
        Assert.Single(_log.Faults);
    }

    [Fact]
    public void A_second_death_is_a_fault()
    {
        _log.Terminated("a>b");
        _log.Terminated("a>b");
        Assert.Single(_log.Faults);
    }
}
