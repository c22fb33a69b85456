using System.Collections.Immutable;
using Actors.Configuration;
using Actors.Dataflow.Data;
using Actors.Dataflow.Files;
using Actors.Dataflow.Graphs;
using Actors.Dataflow.Modules;

namespace Actors.Dataflow.Testing;

/// <summary>
/// Tests of a flow from HOCON: <c>flow-test { flow = FILE, cases { NAME { give = [...], expect = [...] } } }</c>. All that is wrong is told at once, each with its file and line.
/// </summary>
public sealed class FlowTestFile
{
    private const string Root = "flow-test";

    private readonly List<FlowProblem> _problems = [];

    private FlowTestFile()
    {
    }

    /// <summary>Whether a file has tests, and no flow.</summary>
    /// <exception cref="ActorsException">It cannot be read, or is no HOCON.</exception>
    public static bool IsOne(string file) => NodeConfiguration.Load([file], []).Config.HasPath(Root);

    /// <param name="file">The tests; the name of the flow's file in it is relative to its folder.</param>
    /// <param name="catalog">The modules that the flow may name; null: the product's own.</param>
    /// <exception cref="ActorsException">A file cannot be read, or is no HOCON.</exception>
    /// <exception cref="FlowCheckException">The tests or the flow are wrong.</exception>
    public static FlowTests Load(string file, ModuleCatalog? catalog = null)
    {
        var configuration = NodeConfiguration.Load([file], []);
        var reader = new FlowTestFile();
        FlowPlace? PlaceOf(string path) => configuration.Written.FindNearest(path) is { } position ? new FlowPlace(position.Source, position.Line) : null;
        var section = configuration.Config.GetValue(Root)?.GetObject()
            ?? throw new FlowCheckException([new FlowProblem($"there is no {Root} in it; expected: {Root} {{ flow = FILE, cases {{ ... }} }}", new FlowPlace(file, 0))]);
        var written = (FlowTestSettings)new SettingsBinder(PlaceOf, reader._problems).Bind(typeof(FlowTestSettings), section, Root, _ => true);
        if (reader._problems.Count > 0) throw new FlowCheckException([.. reader._problems]);

        var flow = Path.Combine(Path.GetDirectoryName(file) ?? "", written.Flow);
        if (!File.Exists(flow)) throw new FlowCheckException([new FlowProblem($"flow: there is no file {flow}", PlaceOf($"{Root}.flow"))]);
        var graph = FlowFile.Load(flow, catalog);
        var cases = written.Cases.Select(pair => reader.Check(graph, pair.Key, pair.Value, PlaceOf($"{Root}.cases.{pair.Key}"))).ToImmutableArray();
        if (cases.IsEmpty) reader._problems.Add(new FlowProblem("there are no cases in it", PlaceOf(Root)));
        return reader._problems.Count == 0 ? new FlowTests(graph, cases) : throw new FlowCheckException([.. reader._problems]);
    }

    private FlowTestCase Check(FlowGraph graph, string name, FlowCaseSettings written, FlowPlace? place)
    {
        var replaced = graph.Actors.Values.Where(actor => IsEnd(graph, actor)).Select(actor => actor.Name).Except(written.Keep).Union(written.Replace).ToImmutableSortedSet(StringComparer.Ordinal);
        foreach (var actor in written.Keep.Concat(written.Replace).Where(actor => !graph.Actors.ContainsKey(actor))) Problem($"there is no actor {actor} to keep or to replace");
        foreach (var given in written.Give)
        {
            if (given.From is null == given.To is null) Problem("what is given is either from = ACTOR, as if that had sent it, or to = ACTOR, as if it had come in there");
            else if (!graph.Actors.ContainsKey(ActorOf(given.From ?? given.To!))) Problem($"there is no actor {ActorOf(given.From ?? given.To!)} to give something");
            else if (given.From is { } from && !replaced.Contains(ActorOf(from))) Problem($"{ActorOf(from)} sends by itself; to speak for it, say replace = [{ActorOf(from)}]");
            else if (WrongPort(graph, given) is { } wrong) Problem(wrong);
            CheckData(given.Json, given.Xml);
        }

        foreach (var expected in written.Expect)
        {
            if (!replaced.Contains(expected.At) && !(expected.At == FlowTests.Errors && graph.ErrorActor is null))
                Problem($"what comes to {expected.At} is not seen; to see it instead of handling it, say replace = [{expected.At}]; seen is {string.Join(", ", replaced)}{(graph.ErrorActor is null ? $", {FlowTests.Errors}" : "")}");
            if (expected.Error is { } error && !Enum.GetNames<FlowErrorKind>().Select(Kebab.Of).Contains(error))
                Problem($"there is no kind of error {error}; there are {string.Join(", ", Enum.GetNames<FlowErrorKind>().Select(Kebab.Of))}");
            CheckData(expected.Json, expected.Xml);
        }

        return new FlowTestCase(name, replaced, [.. written.Give], [.. written.Expect], written.AnyOrder, written.Timeout);

        void Problem(string message) => _problems.Add(new FlowProblem($"{name}: {message}", place));

        void CheckData(string? json, string? xml)
        {
            try
            {
                if (json is not null) FlowData.ToJson(json);
                if (xml is not null) FlowData.ToXml(xml);
            }
            catch (FlowException failure)
            {
                Problem(failure.Message);
            }
        }
    }

    /// <summary>Events for a port that there is not would be dropped, or come in where no module expects them.</summary>
    private static string? WrongPort(FlowGraph graph, GivenEvent given)
    {
        var port = (given.From ?? given.To!).Split('.', 2);
        var known = given.From is null
            ? graph.Actors[port[0]].Module.Type.Facts.Inboxes.Select(name => name.TrimEnd('?')).Where(name => name != FlowModuleAttribute.Any).Union(graph.EdgesTo(port[0]).Select(edge => edge.To.Port))
            : graph.EdgesFrom(port[0]).Where(edge => edge.Kind == EdgeKind.Events).Select(edge => edge.From.Port).Distinct();
        var (what, wanted) = given.From is null ? ("inbox", port.Length == 2 ? port[1] : FlowTests.UsualInbox) : ("outbox", port.Length == 2 ? port[1] : null);
        return wanted is null || known.Contains(wanted) ? null : $"{port[0]} has no {what} {wanted}; there are {string.Join(", ", known.Order(StringComparer.Ordinal))}";
    }

    /// <summary>Where events come into the flow and where they leave it: that is not run in a test, unless it is kept.</summary>
    private static bool IsEnd(FlowGraph graph, FlowActorSpec actor) =>
        !actor.Module.Type.Facts.Relays || !graph.EdgesTo(actor.Name).Any() || !graph.EdgesFrom(actor.Name).Any(edge => edge.Kind == EdgeKind.Events);

    internal static string ActorOf(string port) => port.Split('.')[0];
}
