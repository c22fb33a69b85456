using System.Collections.Concurrent;
using System.Collections.Immutable;
using Actors.Dataflow.Graphs;
using Actors.Dataflow.Modules;

namespace Actors.Dataflow.Testing;

/// <summary>Tests of one flow: what is given to it, and what is then to be seen at its ends.</summary>
public sealed class FlowTests
{
    /// <summary>Where the errors of a flow are seen that has no error actor.</summary>
    internal const string Errors = "errors";

    /// <summary>Where events come in if a test does not say it.</summary>
    internal const string UsualInbox = "inbox";

    internal FlowTests(FlowGraph graph, ImmutableArray<FlowTestCase> cases) => (Graph, Cases) = (graph, cases);

    public FlowGraph Graph { get; }

    public ImmutableArray<FlowTestCase> Cases { get; }

    /// <summary>Runs one case: the flow without its sources and ends, from what is given until nothing moves any more.</summary>
    /// <param name="test">One of <see cref="Cases"/>.</param>
    /// <param name="prepare">Gives the director what the modules need of the program; null: nothing.</param>
    /// <param name="time">The clock; null: the system's.</param>
    public async Task<FlowTestResult> RunAsync(FlowTestCase test, Action<Director>? prepare = null, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(test);
        time ??= TimeProvider.System;
        var begin = time.GetTimestamp();
        var seen = new ConcurrentQueue<SeenEvent>();
        ImmutableArray<string> differences;
        await using var director = new Director(Probed(test, seen), options: new DirectorOptions { Time = time });
        prepare?.Invoke(director);
        try
        {
            await director.StartAsync().ConfigureAwait(false);
            await GiveAsync(director, test, time).WaitAsync(test.Timeout, time).ConfigureAwait(false);
            await director.StopAsync(test.Timeout).ConfigureAwait(false);
            differences = Expectation.Differences(test, [.. seen.Where(each => each.Event.Data is not FlowLogLine)]);
        }
        catch (Exception failure) when (failure is TimeoutException or FlowEndedException)
        {
            differences = [failure is TimeoutException ? $"not all could be given within {test.Timeout.TotalSeconds:0.###} s" : failure.Message];
        }

        return new FlowTestResult(test.Name, differences, time.GetElapsedTime(begin));
    }

    /// <summary>The part of the flow that a test runs.</summary>
    internal FlowGraph GraphOf(FlowTestCase test) => Probed(test, new ConcurrentQueue<SeenEvent>());

    private FlowGraph Probed(FlowTestCase test, ConcurrentQueue<SeenEvent> seen)
    {
        // Roles are for runs: a test has all in its own process.
        var actors = Graph.Actors.Values.Select(actor => actor with
        {
            Module = test.Replaced.Contains(actor.Name) ? ProbeModule.Spec(actor.Name, seen) : actor.Module,
            Options = actor.Options with { Role = null },
        });
        var graph = Graph with { Actors = Graph.Actors.SetItems(actors.Select(actor => KeyValuePair.Create(actor.Name, actor))) };
        return graph.ErrorActor is null && !graph.Actors.ContainsKey(Errors)
            ? graph.With(new FlowActorSpec(Errors, ProbeModule.Spec(Errors, seen), new FlowActorOptions())) with { ErrorActor = Errors }
            : graph;
    }

    private static async Task GiveAsync(Director director, FlowTestCase test, TimeProvider time)
    {
        var ids = new Dictionary<string, EventId>(StringComparer.Ordinal);
        foreach (var given in test.Give)
        {
            var id = EventId.New(IdSource.System);
            if (given.Id is { } word && !ids.TryAdd(word, id)) id = ids[word];
            var port = (given.From ?? given.To!).Split('.', 2);
            var name = port.Length == 2 ? port[1] : given.From is null ? UsualInbox : "";
            await director.SendAsync(port[0], given.ToEvent(id, time), given.From is null ? name : ProbeModule.Speak + name).ConfigureAwait(false);
        }
    }
}

/// <summary>One test of a flow.</summary>
public sealed class FlowTestCase
{
    internal FlowTestCase(string name, ImmutableSortedSet<string> replaced, ImmutableArray<GivenEvent> give, ImmutableArray<ExpectedEvent> expect, bool anyOrder, TimeSpan timeout) =>
        (Name, Replaced, Give, Expect, AnyOrder, Timeout) = (name, replaced, give, expect, anyOrder, timeout);

    public string Name { get; }

    internal ImmutableSortedSet<string> Replaced { get; }

    internal ImmutableArray<GivenEvent> Give { get; }

    internal ImmutableArray<ExpectedEvent> Expect { get; }

    internal bool AnyOrder { get; }

    internal TimeSpan Timeout { get; }
}

/// <param name="Name">The test's.</param>
/// <param name="Differences">What was expected and not seen, or the other way round; empty: it passed.</param>
/// <param name="Elapsed">How long it took.</param>
public sealed record FlowTestResult(string Name, ImmutableArray<string> Differences, TimeSpan Elapsed)
{
    public bool Passed => Differences.IsEmpty;
}

internal sealed record SeenEvent(string Actor, FlowEvent Event);

/// <summary>Stands in a test for a source, an end or whatever is not to be run: keeps what comes, and sends what the test gives.</summary>
[FlowModule("probe", "Keeps what comes to it.", Inboxes = [FlowModuleAttribute.Any + "?"], Outboxes = [FlowModuleAttribute.Any], MakesHttp = true, Relays = false)]
internal sealed class ProbeModule(string actor, ConcurrentQueue<SeenEvent> seen) : FlowModule
{
    /// <summary>What comes in here is sent, by the outbox that follows, or by all.</summary>
    public const string Speak = "give:";

    public static ModuleSpec Spec(string actor, ConcurrentQueue<SeenEvent> seen) => ModuleSpec.Local(ModuleType.Local<ProbeModule>(), actor, () => new ProbeModule(actor, seen));

    protected override ValueTask HandleAsync(FlowEvent item, string inbox, CancellationToken cancel)
    {
        if (inbox.StartsWith(Speak, StringComparison.Ordinal)) return inbox.Length == Speak.Length ? SendAsync(item) : SendAsync(item, inbox[Speak.Length..]);
        seen.Enqueue(new SeenEvent(actor, item));
        return ValueTask.CompletedTask;
    }
}
