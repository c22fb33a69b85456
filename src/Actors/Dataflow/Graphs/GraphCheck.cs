using System.Collections.Immutable;
using Actors.Dataflow.Data;

namespace Actors.Dataflow.Graphs;

/// <summary>Says all that is wrong with a flow, before anything is started.</summary>
public static class GraphCheck
{
    private const int MaxQueue = 100_000;

    private const int MaxRescue = 100;

    /// <summary>What the framework's timers take.</summary>
    private static readonly TimeSpan MaxTime = TimeSpan.FromDays(24);

    public static ImmutableArray<FlowProblem> Problems(FlowGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return [.. WiringProblems(graph), .. graph.Actors.Values.SelectMany(SettingProblems)];
    }

    /// <summary>What is wrong beside the settings of modules, which a file knows the lines of.</summary>
    internal static ImmutableArray<FlowProblem> WiringProblems(FlowGraph graph) =>
    [
        .. graph.Actors.Values.SelectMany(OptionProblems),
        .. graph.Edges.SelectMany(edge => EdgeProblems(graph, edge)),
        .. graph.Actors.Values.SelectMany(spec => MissingOutboxes(graph, spec)),
        .. graph.Actors.Values.SelectMany(spec => MissingInboxes(graph, spec)),
        .. MissingSpecials(graph),
        .. CircleProblems(graph),
    ];

    /// <exception cref="FlowCheckException">The flow is wrong.</exception>
    public static void ThrowIfWrong(FlowGraph graph)
    {
        if (Problems(graph) is [_, ..] problems) throw new FlowCheckException(problems);
    }

    /// <exception cref="ArgumentException">It cannot be a name of an actor.</exception>
    internal static void ThrowIfNoName(string name)
    {
        if (!IsName(name)) throw new ArgumentException($"'{name}' cannot be the name of a flow actor: letters, digits, hyphens and underscores are allowed, and a letter is first.", nameof(name));
    }

    internal static bool IsName(string? name) =>
        name is { Length: > 0 and <= 64 } && char.IsAsciiLetter(name[0]) && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_');

    private static IEnumerable<FlowProblem> OptionProblems(FlowActorSpec spec)
    {
        var options = spec.Options;
        if (options.Queue is < 1 or > MaxQueue) yield return Wrong("queue", options.Queue, $"1 to {MaxQueue}");
        if (options.Concurrency is < 1 or > MaxQueue) yield return Wrong("concurrency", options.Concurrency, $"1 to {MaxQueue}");
        if (options.Rescue is < 0 or > MaxRescue) yield return Wrong("rescue", options.Rescue, $"0 to {MaxRescue}");
        if (options.RescuePause < TimeSpan.Zero || options.RescuePause > MaxTime) yield return Wrong("rescue-pause", options.RescuePause, "0 to 24 days");
        if (options.Role is { } role && (role.Length is 0 or > 64 || role.Any(char.IsWhiteSpace))) yield return Wrong("role", $"'{role}'", "the name of a role, without spaces");
        if (options.Timeout <= TimeSpan.Zero || options.Timeout > MaxTime) yield return Wrong("timeout", options.Timeout, "a duration above zero, up to 24 days");

        FlowProblem Wrong(string key, object? found, string expected) => new($"{spec.Name}: {key} is {(found is TimeSpan time ? Files.SettingsBinder.Text(time) : found)}; expected: {expected}", spec.Place);
    }

    private static IEnumerable<FlowProblem> SettingProblems(FlowActorSpec spec) =>
        spec.Module.SettingProblems.Select(problem => new FlowProblem($"{spec.Name}: {problem.Key}: {problem.Message}", spec.Place));

    private static IEnumerable<FlowProblem> EdgeProblems(FlowGraph graph, FlowEdge edge)
    {
        if (Missing(graph, edge, edge.From.Actor) is { } missing) yield return missing;
        else if (edge.Kind == EdgeKind.Events && PortProblem(graph, edge, edge.From, facts => facts.Outboxes, "outbox") is { } outbox) yield return outbox;
        if (Missing(graph, edge, edge.To.Actor) is { } absent) yield return absent;
        else if (PortProblem(graph, edge, edge.To, facts => facts.Inboxes, "inbox") is { } inbox) yield return inbox;
        if (FormProblem(graph, edge) is { } form) yield return form;
    }

    private static FlowProblem? Missing(FlowGraph graph, FlowEdge edge, string actor) => graph.Actors.ContainsKey(actor)
        ? null
        : new FlowProblem($"{edge}: there is no actor {actor}{Meant(actor, graph.Actors.Keys)}", edge.Place);

    private static FlowProblem? PortProblem(FlowGraph graph, FlowEdge edge, FlowPort port, Func<FlowModuleAttribute, string[]> portsOf, string what)
    {
        var facts = graph.Actors[port.Actor].Module.Type.Facts;
        var known = portsOf(facts).Select(name => name.TrimEnd('?')).ToList();
        if (known.Contains(port.Port) || known.Contains(FlowModuleAttribute.Any)) return null;
        return known.Count == 0
            ? new FlowProblem($"{edge}: {port.Actor} is a {facts.Name}, which has no {what}", edge.Place)
            : new FlowProblem($"{edge}: {port.Actor} is a {facts.Name}, which has no {what} {port.Port}; it has {string.Join(", ", known)}", edge.Place);
    }

    /// <summary>HTTP sides are not made up on the way, and an event without data is no document.</summary>
    private static FlowProblem? FormProblem(FlowGraph graph, FlowEdge edge)
    {
        if (edge.Kind != EdgeKind.Events || !graph.Actors.TryGetValue(edge.To.Actor, out var target) || !graph.Actors.TryGetValue(edge.From.Actor, out var source)) return null;
        var (takes, gives) = (target.Module.Type.Facts, source.Module.Type.Facts);
        if (takes.NeedsHttp && !CanHaveHttp(graph, edge.From.Actor, []))
            return new FlowProblem($"{edge}: {target.Name} is a {takes.Name} and needs events that came by HTTP; none of those before it makes such events", edge.Place);
        return gives.Emits == DataKind.None && takes.Accepts is DataKind.Xml or DataKind.Json
            ? new FlowProblem($"{edge}: {source.Name} is a {gives.Name}, whose events have no data; {target.Name} is a {takes.Name} and needs {takes.Accepts.ToString().ToUpperInvariant()}", edge.Place)
            : null;
    }

    private static bool CanHaveHttp(FlowGraph graph, string actor, HashSet<string> seen) =>
        seen.Add(actor) && graph.Actors.TryGetValue(actor, out var spec)
        && (spec.Module.Type.Facts.MakesHttp || (spec.Module.Type.Facts.Relays && graph.EdgesTo(actor).Any(edge => CanHaveHttp(graph, edge.From.Actor, seen))));

    private static IEnumerable<FlowProblem> MissingInboxes(FlowGraph graph, FlowActorSpec spec)
    {
        var connected = graph.EdgesTo(spec.Name).Select(edge => edge.To.Port).ToHashSet(StringComparer.Ordinal);
        // The flow's error and log actors get their edges by themselves.
        if (connected.Count == 0 && (spec.Name == graph.ErrorActor || spec.Name == graph.LogActor)) yield break;
        foreach (var inbox in spec.Module.Type.Facts.Inboxes.Where(inbox => !inbox.EndsWith('?')))
        {
            if (inbox == FlowModuleAttribute.Any ? connected.Count > 0 : connected.Contains(inbox)) continue;
            var name = inbox == FlowModuleAttribute.Any ? "an inbox" : $"the inbox {inbox}";
            yield return new FlowProblem($"{spec.Name}: {name} of a {spec.Module.Type.Name} must be connected; add an edge such as \"other -> {spec.Name}\"", spec.Place);
        }
    }

    private static IEnumerable<FlowProblem> MissingOutboxes(FlowGraph graph, FlowActorSpec spec)
    {
        var connected = graph.EdgesFrom(spec.Name).Where(edge => edge.Kind == EdgeKind.Events).Select(edge => edge.From.Port).ToHashSet(StringComparer.Ordinal);
        return spec.Module.NamedOutboxes.Where(name => !name.Contains('*') && !connected.Contains(name)).Distinct()
            .Select(name => new FlowProblem($"{spec.Name}: events may go to the outbox {name}, which is not connected; add to {{ {name} = OTHER }}{Meant(name, connected)}", spec.Place));
    }

    private static IEnumerable<FlowProblem> MissingSpecials(FlowGraph graph)
    {
        foreach (var (name, what) in ((string?, string)[])[(graph.ErrorActor, "error"), (graph.LogActor, "log")])
        {
            if (name is null || graph.Actors.ContainsKey(name)) continue;
            yield return new FlowProblem($"the {what} actor is {name}, and there is no such actor{Meant(name, graph.Actors.Keys)}", null);
        }
    }

    private static IEnumerable<FlowProblem> CircleProblems(FlowGraph graph) => graph.Ttl is not null
        ? []
        : GraphCircles.ClosingEdges(graph).Select(edge => new FlowProblem($"{edge} closes a circle; set ttl to how often an event may pass it, or remove the edge", edge.Place));

    private static string Meant(string name, IEnumerable<string> known) => Configuration.Spelling.Nearest(name, known) is { } nearest ? $"; did you mean {nearest}?" : "";
}
