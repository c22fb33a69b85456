using System.Collections.Immutable;
using Actors.Configuration;
using Actors.Dataflow.Graphs;
using Actors.Dataflow.Modules;
using Akka.Configuration.Hocon;

namespace Actors.Dataflow.Files;

/// <summary>
/// Reads flows from HOCON: <c>flow { name, ttl, error-actor, log-actor, actors { NAME { module, to, errors, logs, ... } } }</c>. What is beside the keys of <see cref="FlowActorOptions"/> is the module's own.
/// All that is wrong is told at once, each with its file and line.
/// </summary>
public sealed class FlowFile
{
    private const string Root = "flow";

    /// <summary>It is written into pictures, logs and lists.</summary>
    private const int MaxName = 100;

    private static readonly ImmutableArray<string> FlowKeys = ["name", "ttl", "error-actor", "log-actor", "actors"];

    /// <summary>Keys of an actor that no module has for its own.</summary>
    internal static readonly ImmutableSortedSet<string> ActorKeys =
        ["module", "to", "errors", "logs", "queue", "concurrency", "rescue", "rescue-pause", "timeout", "on-failure", "delivery", "role"];

    private readonly SettingPositions _written;
    private readonly ModuleCatalog _catalog;
    private readonly List<FlowProblem> _problems = [];
    private bool _isWhole = true;
    private readonly SettingsBinder _binder;

    private FlowFile(SettingPositions written, ModuleCatalog catalog)
    {
        (_written, _catalog) = (written, catalog);
        _binder = new SettingsBinder(PlaceOf, _problems);
    }

    /// <param name="file">The file; it may include others.</param>
    /// <param name="catalog">The modules that it may name; null: the product's own.</param>
    /// <exception cref="ActorsException">It cannot be read, or is no HOCON.</exception>
    /// <exception cref="FlowCheckException">The flow is wrong.</exception>
    public static FlowGraph Load(string file, ModuleCatalog? catalog = null)
    {
        if (!File.Exists(file)) throw new FlowCheckException([new FlowProblem($"there is no file {file}", null)]);
        var configuration = NodeConfiguration.Load([file], []);
        var reader = new FlowFile(configuration.Written, catalog ?? ModuleCatalog.BuiltIn);
        var graph = reader.Read(configuration.Config.GetValue(Root)?.GetObject(), Path.GetFileNameWithoutExtension(file), file);
        // Where an actor is not known, all edges to it would be wrong too, and nobody would see which line to mend.
        ImmutableArray<FlowProblem> problems = reader._isWhole ? [.. reader._problems, .. GraphCheck.WiringProblems(graph)] : [.. reader._problems];
        return problems.IsEmpty ? graph : throw new FlowCheckException([.. problems.Distinct()]);
    }

    private FlowGraph Read(HoconObject? flow, string name, string file)
    {
        if (flow is null)
        {
            _problems.Add(new FlowProblem($"there is no {Root} in it; expected: {Root} {{ actors {{ ... }} }}", new FlowPlace(file, 0)));
            return new FlowGraph();
        }

        foreach (var key in flow.Items.Keys.Where(key => !FlowKeys.Contains(key))) Unknown($"{Root}.{key}", key, FlowKeys);
        var graph = new FlowGraph
        {
            Name = _binder.Value(flow.GetKey("name"), typeof(string), $"{Root}.name") as string ?? name,
            Ttl = _binder.Value(flow.GetKey("ttl"), typeof(int), $"{Root}.ttl") as int?,
            ErrorActor = _binder.Value(flow.GetKey("error-actor"), typeof(string), $"{Root}.error-actor") as string,
            LogActor = _binder.Value(flow.GetKey("log-actor"), typeof(string), $"{Root}.log-actor") as string,
        };
        if (graph.Name.Trim().Length == 0 || graph.Name.Length > MaxName || graph.Name.Any(char.IsControl)) Problem($"{Root}.name", $"name: expected a text in one line, of 1 to {MaxName} letters");
        var actors = flow.GetKey("actors")?.GetObject()?.Items ?? [];
        if (actors.Count == 0) _problems.Add(new FlowProblem("the flow has no actors", PlaceOf(Root)));
        var read = new Dictionary<string, HoconObject>(StringComparer.Ordinal);
        foreach (var (actor, value) in actors)
        {
            if (ReadActor(actor, value) is not { } spec)
            {
                _isWhole = false;
                continue;
            }

            graph = graph.With(spec);
            read[actor] = value.GetObject();
        }

        return read.Aggregate(graph, (whole, pair) => ReadEdges(whole, pair.Key, pair.Value));
    }

    private FlowActorSpec? ReadActor(string name, HoconValue value)
    {
        var path = $"{Root}.actors.{name}";
        if (!GraphCheck.IsName(name)) return Problem(path, $"'{name}' cannot be the name of a flow actor: letters, digits, hyphens and underscores are allowed, and a letter is first");
        if (value.GetObject() is not { } section) return Problem(path, $"{name}: expected an object such as {name} {{ module = stdout }}");
        if (section.GetKey("module")?.GetString() is not { } module) return Problem(path, $"{name}: which module? set module = NAME; 'actors flow modules' lists them");
        if (_catalog.Find(module) is not { } type)
        {
            var meant = Spelling.Nearest(module, _catalog.Modules.Select(known => known.Name)) is { } nearest ? $"did you mean {nearest}?" : "'actors flow modules' lists all there are, and --modules DLL adds your own";
            return Problem($"{path}.module", $"{name}: there is no module {module}; {meant}");
        }

        var options = (FlowActorOptions)_binder.Bind(typeof(FlowActorOptions), section, path, key => ActorKeys.Contains(key));
        var found = _problems.Count;
        var settings = type.Settings is { } known
            ? _binder.Bind(known, section, path, key => !ActorKeys.Contains(key))
            : NoSettings(section, path, type);
        // Settings that are not whole cannot be asked what else is wrong with them.
        var spec = ModuleSpec.Of(type, settings, isWhole: _problems.Count == found);
        foreach (var (key, message) in spec.SettingProblems) Problem($"{path}.{key}", $"{name}: {key}: {message}");
        return new FlowActorSpec(name, spec, options) { Place = PlaceOf(path) };
    }

    private object? NoSettings(HoconObject section, string path, ModuleType type)
    {
        foreach (var key in section.Items.Keys.Where(key => !ActorKeys.Contains(key)))
            _problems.Add(new FlowProblem($"{path[(path.LastIndexOf('.') + 1)..]}: a {type.Name} has no settings, and so no {key}", PlaceOf($"{path}.{key}")));
        return null;
    }

    private FlowGraph ReadEdges(FlowGraph graph, string actor, HoconObject section)
    {
        foreach (var (key, kind, outbox) in ((string, EdgeKind, string?)[])
            [("to", EdgeKind.Events, null), ("errors", EdgeKind.Errors, FlowEdge.ErrorOutbox), ("logs", EdgeKind.Logs, FlowEdge.LogOutbox)])
        {
            if (section.GetKey(key) is not { } value) continue;
            var path = $"{Root}.actors.{actor}.{key}";
            if (value.GetObject() is not { } byOutbox) graph = AddEdges(graph, actor, outbox, kind, value, path);
            else if (kind != EdgeKind.Events) Problem(path, $"{actor}: {key} is an actor or a list of actors, because there is one {key} outbox");
            else graph = byOutbox.Items.Aggregate(graph, (whole, pair) => AddEdges(whole, actor, pair.Key, kind, pair.Value, $"{path}.{pair.Key}"));
        }

        return graph;
    }

    private FlowGraph AddEdges(FlowGraph graph, string actor, string? outbox, EdgeKind kind, HoconValue value, string path)
    {
        if (_binder.Value(value, typeof(IReadOnlyList<string>), path) is not IReadOnlyList<string> targets) return graph;
        foreach (var target in targets)
        {
            var (to, inbox) = target.IndexOf('.') is var dot and > 0 ? (target[..dot], target[(dot + 1)..]) : (target, null);
            var facts = graph.Actors[actor].Module.Type.Facts;
            var known = graph.Actors.GetValueOrDefault(to);
            var edge = new FlowEdge(
                new FlowPort(actor, outbox ?? PortNames.Outbox(facts, to)),
                new FlowPort(to, inbox ?? (known is null ? "inbox" : PortNames.Inbox(known.Module.Type.Facts, actor))))
            {
                Kind = kind,
                Place = PlaceOf(path),
            };
            if (graph.Edges.Contains(edge)) Problem(path, $"{edge} is there twice");
            else graph = graph.With(edge);
        }

        return graph;
    }

    private FlowActorSpec? Problem(string path, string message)
    {
        _problems.Add(new FlowProblem(message, PlaceOf(path)));
        return null;
    }

    private void Unknown(string path, string key, IEnumerable<string> known)
    {
        var advice = Spelling.Nearest(key, known) is { } nearest ? $"did you mean {nearest}?" : $"there are {string.Join(", ", known)}";
        _problems.Add(new FlowProblem($"no such key: {key}; {advice}", PlaceOf(path)));
    }

    private FlowPlace? PlaceOf(string path) => _written.FindNearest(path) is { } position ? new FlowPlace(position.Source, position.Line) : null;
}
