using Akka.Util;
using Xunit;

namespace Akka.Simulation.Util;

public class DequeTests
{
    [Fact]
    public void A_flooded_deque_gives_its_memory_back_when_it_is_empty()
    {
        var deque = Filled(100_000);
        while (deque.Count > 0) deque.RemoveFirst();
        Assert.Equal(new Deque<int>().Capacity, deque.Capacity);
        deque.AddLast(1);
        Assert.Equal(1, deque.RemoveFirst());
    }

    [Fact]
    public void A_deque_of_usual_size_keeps_its_memory()
    {
        var deque = Filled(40);
        while (deque.Count > 0) deque.RemoveFirst();
        Assert.Equal(64, deque.Capacity);
    }

    private static Deque<int> Filled(int count)
    {
        var deque = new Deque<int>();
        for (var i = 0; i < count; i++) deque.AddLast(i);
        return deque;
    }
}
