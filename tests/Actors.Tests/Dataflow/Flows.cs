using System.Collections.Concurrent;
using Actors.Dataflow;
using Actors.Dataflow.Graphs;

namespace Actors.Tests.Dataflow;

/// <summary>Small parts of flows for tests.</summary>
internal static class Flows
{
    /// <summary>A source of the numbers from 0.</summary>
    public static Func<Func<object?, ValueTask>, CancellationToken, Task> Numbers(int count) => async (send, stopping) =>
    {
        for (var number = 0; number < count && !stopping.IsCancellationRequested; number++) await send(number);
    };

    /// <summary>A flow with one more actor, which says in each event that it passed there.</summary>
    public static FlowGraph Between(FlowGraph graph, string from, string name, string to)
    {
        var director = new Director(graph);
        director.Register(name, item => item.WithAttribute("by", name));
        return director.Graph
            .With(new FlowEdge(new FlowPort(from, name), new FlowPort(name, from)))
            .With(new FlowEdge(new FlowPort(name, to), new FlowPort(to, name)));
    }

    /// <summary>The number that an event has, also when it comes from another node.</summary>
    public static int Number(this FlowEvent item) => item.Data is int number ? number : item.Json.GetInt32();
}

/// <summary>An end of a flow that keeps what comes.</summary>
internal sealed class Kept
{
    private readonly ConcurrentQueue<FlowEvent> _events = new();

    public IReadOnlyList<FlowEvent> Events => [.. _events];

    public IReadOnlyList<int> Numbers => [.. _events.Select(item => item.Number())];

    public Action<FlowEvent> Take => _events.Enqueue;
}
