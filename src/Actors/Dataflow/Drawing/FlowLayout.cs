using System.Collections.Immutable;
using Actors.Dataflow.Graphs;

namespace Actors.Dataflow.Drawing;

/// <summary>Where the boxes and arrows of a picture are, in pixels from the upper left corner.</summary>
/// <param name="Boxes">One an actor.</param>
/// <param name="Arrows">One an edge.</param>
internal sealed record FlowPicture(ImmutableArray<FlowBox> Boxes, ImmutableArray<FlowArrow> Arrows, double Width, double Height);

internal sealed record FlowBox(FlowActorSpec Actor, double X, double Y, double Width, double Height);

/// <param name="Points">From the border of one box to that of the other; between them, where the arrow passes other layers.</param>
internal sealed record FlowArrow(FlowEdge Edge, bool ClosesCircle, ImmutableArray<(double X, double Y)> Points);

/// <summary>
/// Lays a flow out from left to right, in the four steps of Sugiyama, Tagawa and Toda (1981): edges that lead back are turned round, each actor comes in the layer after its last predecessor, layers are
/// put in an order with few crossings, and boxes are moved towards their neighbours.
/// </summary>
internal sealed class FlowLayout
{
    /// <summary>Of what is small below a name.</summary>
    public const double LineHeight = 13;

    private const double Margin = 16;
    private const double BoxHeight = 44;
    private const double LayerGap = 84;
    private const double RowGap = 22;
    private const double LineGap = 16;
    private const int Sweeps = 12;

    private readonly FlowGraph _graph;
    private readonly IReadOnlySet<FlowEdge> _closing;
    private readonly IReadOnlySet<FlowEdge> _back;
    private readonly Dictionary<string, Spot> _actors;
    private readonly Dictionary<FlowEdge, ImmutableArray<Spot>> _ways = [];
    private readonly List<List<Spot>> _layers = [];

    private FlowLayout(FlowGraph graph)
    {
        _graph = graph;
        _closing = GraphCircles.ClosingEdges(graph);
        _back = GraphCircles.LeadingBack(graph);
        _actors = graph.Actors.Values.ToDictionary(actor => actor.Name, actor => new Spot { Width = WidthOf(actor), Height = HeightOf(actor) }, StringComparer.Ordinal);
    }

    public static FlowPicture Of(FlowGraph graph)
    {
        var layout = new FlowLayout(graph);
        layout.FindLayers();
        layout.AddPassages();
        layout.Order();
        layout.Place();
        return layout.Picture();
    }

    /// <summary>About as wide as its text: 12 px of a sans-serif font are 7 px a letter, more or less.</summary>
    private static double WidthOf(FlowActorSpec actor) => Math.Max(72, 7.4 * Math.Max(actor.Name.Length, 0.85 * BoxText.Below(actor).Max(line => line.Length)) + 26);

    private static double HeightOf(FlowActorSpec actor) => BoxHeight + LineHeight * (BoxText.Below(actor).Length - 1);

    // An actor, or the place where an edge passes a layer.
    private sealed class Spot
    {
        public double Width { get; init; }

        public double Height { get; init; }

        public int Layer { get; set; }

        public double X { get; set; }

        public double Middle { get; set; }

        public List<Spot> Before { get; } = [];

        public List<Spot> After { get; } = [];

        public double Top => Middle - Height / 2;
    }

    private IEnumerable<FlowEdge> Drawn => _graph.Edges.Where(edge => _actors.ContainsKey(edge.From.Actor) && _actors.ContainsKey(edge.To.Actor));

    /// <summary>The ends of an edge from left to right.</summary>
    private (Spot Left, Spot Right) Ends(FlowEdge edge)
    {
        var (from, to) = (_actors[edge.From.Actor], _actors[edge.To.Actor]);
        return _back.Contains(edge) ? (to, from) : (from, to);
    }

    private void FindLayers()
    {
        var edges = Drawn.Where(edge => edge.From.Actor != edge.To.Actor).Select(Ends).ToList();
        // Each round brings at least one actor to its place, and without circles none is further right than there are actors.
        for (var moved = true; moved;)
        {
            moved = false;
            foreach (var (left, right) in edges.Where(edge => edge.Right.Layer <= edge.Left.Layer))
            {
                right.Layer = left.Layer + 1;
                moved = true;
            }
        }

        foreach (var spot in _actors.Values)
        {
            while (_layers.Count <= spot.Layer) _layers.Add([]);
            _layers[spot.Layer].Add(spot);
        }
    }

    /// <summary>A long edge gets a place of its own in each layer that it passes.</summary>
    private void AddPassages()
    {
        foreach (var edge in Drawn)
        {
            var (left, right) = Ends(edge);
            var way = ImmutableArray.CreateBuilder<Spot>();
            way.Add(left);
            for (var layer = left.Layer + 1; layer < right.Layer; layer++)
            {
                var passage = new Spot { Layer = layer };
                _layers[layer].Add(passage);
                way.Add(passage);
            }

            way.Add(right);
            for (var step = 1; step < way.Count && left.Layer < right.Layer; step++)
            {
                way[step - 1].After.Add(way[step]);
                way[step].Before.Add(way[step - 1]);
            }

            _ways[edge] = way.ToImmutable();
        }
    }

    private void Order()
    {
        Number();
        var best = Snapshot();
        var fewest = Crossings();
        for (var sweep = 0; sweep < Sweeps && fewest > 0; sweep++)
        {
            var forth = sweep % 2 == 0;
            foreach (var layer in forth ? _layers : Enumerable.Reverse(_layers))
            {
                // OrderBy keeps the order of equals, so that nothing moves without a reason.
                var ordered = layer.OrderBy(spot => Average(forth ? spot.Before : spot.After, spot.Middle)).ToList();
                layer.Clear();
                layer.AddRange(ordered);
                Number(layer);
            }

            if (Crossings() is var crossings && crossings < fewest) (best, fewest) = (Snapshot(), crossings);
        }

        for (var layer = 0; layer < best.Count; layer++)
        {
            _layers[layer].Clear();
            _layers[layer].AddRange(best[layer]);
        }
    }

    private List<List<Spot>> Snapshot() => [.. _layers.Select(layer => layer.ToList())];

    private void Number()
    {
        foreach (var layer in _layers) Number(layer);
    }

    // While the order is looked for, a spot's middle is its place in its layer.
    private static void Number(List<Spot> layer)
    {
        for (var place = 0; place < layer.Count; place++) layer[place].Middle = place;
    }

    private static double Average(List<Spot> neighbours, double otherwise) => neighbours.Count == 0 ? otherwise : neighbours.Average(spot => spot.Middle);

    private int Crossings() => _layers.Sum(layer =>
    {
        var lines = layer.SelectMany(left => left.After.Select(right => (Left: left.Middle, Right: right.Middle))).ToList();
        return lines.Select((line, index) => lines.Skip(index + 1).Count(other => (line.Left - other.Left) * (line.Right - other.Right) < 0)).Sum();
    });

    private void Place()
    {
        var x = Margin;
        foreach (var layer in _layers)
        {
            var width = layer.Count == 0 ? 0 : layer.Max(spot => spot.Width);
            foreach (var spot in layer) spot.X = x + (width - spot.Width) / 2;
            x += width + LayerGap;
        }

        foreach (var layer in _layers) Spread(layer, spot => layer.IndexOf(spot) * (BoxHeight + RowGap));
        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            var forth = sweep % 2 == 0;
            foreach (var layer in forth ? _layers : Enumerable.Reverse(_layers))
                Spread(layer, spot => Average(sweep < Sweeps - 2 ? forth ? spot.Before : spot.After : [.. spot.Before, .. spot.After], spot.Middle));
        }

        var top = _layers.SelectMany(layer => layer).Select(spot => spot.Top).DefaultIfEmpty().Min();
        foreach (var spot in _layers.SelectMany(layer => layer)) spot.Middle += Margin - top;
    }

    /// <summary>Brings the spots of a layer as near to where they want to be as their order and gaps allow: those that would overlap become a group around what they want on average.</summary>
    private static void Spread(List<Spot> layer, Func<Spot, double> wanted)
    {
        var groups = new List<(double Sum, int Count, int First)>();
        // Distances from the first spot of a layer are taken off, so that all of a group want one and the same number.
        var offsets = new double[layer.Count];
        for (var place = 1; place < layer.Count; place++) offsets[place] = offsets[place - 1] + Distance(layer[place - 1], layer[place]);
        for (var place = 0; place < layer.Count; place++)
        {
            groups.Add((wanted(layer[place]) - offsets[place], 1, place));
            while (groups.Count > 1 && groups[^2].Sum / groups[^2].Count > groups[^1].Sum / groups[^1].Count)
            {
                var (last, before) = (groups[^1], groups[^2]);
                groups.RemoveRange(groups.Count - 2, 2);
                groups.Add((before.Sum + last.Sum, before.Count + last.Count, before.First));
            }
        }

        foreach (var group in groups)
            for (var place = group.First; place < group.First + group.Count; place++)
                layer[place].Middle = group.Sum / group.Count + offsets[place];
    }

    private static double Distance(Spot above, Spot below) => (above.Height + below.Height) / 2 + (above.Height > 0 && below.Height > 0 ? RowGap : LineGap);

    private FlowPicture Picture()
    {
        var boxes = _graph.Actors.Values.Select(actor => (Actor: actor, Spot: _actors[actor.Name])).Select(each => new FlowBox(each.Actor, each.Spot.X, each.Spot.Top, each.Spot.Width, each.Spot.Height));
        var arrows = Drawn.Select(edge => new FlowArrow(edge, _closing.Contains(edge), PointsOf(edge))).ToImmutableArray();
        var all = _layers.SelectMany(layer => layer).ToList();
        var lowest = arrows.SelectMany(arrow => arrow.Points).Select(point => point.Y).Concat(all.Select(spot => spot.Top + spot.Height)).DefaultIfEmpty().Max();
        return new FlowPicture([.. boxes], arrows, all.Select(spot => spot.X + spot.Width).DefaultIfEmpty().Max() + Margin, lowest + Margin);
    }

    private ImmutableArray<(double X, double Y)> PointsOf(FlowEdge edge)
    {
        var way = _ways[edge];
        var (left, right) = (way[0], way[^1]);
        // Within a layer, or to itself: round the lower side.
        if (left.Layer >= right.Layer)
        {
            var (from, to) = (_actors[edge.From.Actor], _actors[edge.To.Actor]);
            var below = Math.Max(from.Top + from.Height, to.Top + to.Height) + RowGap * 0.7;
            return [(from.X + from.Width * 0.7, from.Top + from.Height), (from.X + from.Width * 0.7, below), (to.X + to.Width * 0.3, below), (to.X + to.Width * 0.3, to.Top + to.Height)];
        }

        var points = way.Select((spot, step) => (step == 0 ? spot.X + spot.Width : spot.X, spot.Middle + ShiftOf(edge, spot, step == 0, step == way.Length - 1)));
        return [.. _back.Contains(edge) ? points.Reverse() : points];
    }

    /// <summary>Several arrows at one side of a box begin or end side by side.</summary>
    private double ShiftOf(FlowEdge edge, Spot spot, bool isStart, bool isEnd)
    {
        if (!isStart && !isEnd) return 0;
        var beside = _ways.Where(way => way.Value[0].Layer < way.Value[^1].Layer && (isStart ? way.Value[0] : way.Value[^1]) == spot)
            .OrderBy(way => isStart ? way.Value[1].Middle : way.Value[^2].Middle).Select(way => way.Key).ToList();
        var gap = Math.Min(10, (spot.Height - 12) / Math.Max(1, beside.Count - 1));
        return (beside.IndexOf(edge) - (beside.Count - 1) / 2.0) * gap;
    }
}
