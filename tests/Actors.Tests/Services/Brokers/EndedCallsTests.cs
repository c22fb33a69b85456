using Actors.Services;
using Actors.Services.Brokers;
using Xunit;

namespace Actors.Tests.Services.Brokers;

public class EndedCallsTests
{
    private readonly EndedCalls _ended = new(most: 3);

    [Fact]
    public void The_last_ones_are_remembered_with_their_host()
    {
        for (ulong id = 1; id <= 5; id++)
            Add(id, $"h{id}");

        Assert.Equal(["", "", "h3", "h4", "h5"], Enumerable.Range(1, 5).Select(id => HostOf((ulong)id)));
        Assert.Equal(3, _ended.Count);
    }

    [Fact]
    public void One_that_ended_twice_has_the_later_host()
    {
        Add(1, "first");
        Add(1, "second");

        Assert.Equal("second", HostOf(1));
        Assert.Equal(1, _ended.Count);
    }

    [Fact]
    public void One_that_runs_again_is_forgotten_and_may_end_again()
    {
        Add(1, "first");
        _ended.Forget(new CallId(1));
        Assert.Equal("", HostOf(1));
        Add(1, "again");

        Assert.Equal("again", HostOf(1));
    }

    [Fact]
    public void However_often_calls_run_again_no_more_are_remembered()
    {
        for (ulong id = 1; id <= 100; id++)
        {
            Add(id, "h");
            _ended.Forget(new CallId(id));
            Add(id, "h");
        }

        Assert.InRange(_ended.Count, 1, 3);
    }

    private void Add(ulong id, string host) => _ended.Add(new CallId(id), new EndedAt(host, IsRepeatable: true, TimeSpan.Zero));

    private string HostOf(ulong id) => _ended.TryGet(new CallId(id), out var ended) ? ended.Host : "";
}
