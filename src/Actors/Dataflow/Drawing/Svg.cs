using System.Globalization;
using System.Text;
using Actors.Dataflow.Graphs;

namespace Actors.Dataflow.Drawing;

/// <summary>Draws a flow as an SVG: boxes for actors, lines for events, dashed red ones for errors, dotted grey ones for logs, thick ones for what closes a circle. It has no links, scripts or fonts of its own.</summary>
public static class Svg
{
    private const string Style = """
          <style>
            text { font: 12px system-ui, sans-serif; fill: #1c2733; text-anchor: middle }
            .module { font-size: 10px; fill: #5b6b7b }
            .port { font-size: 9px; fill: #5b6b7b; paint-order: stroke; stroke: #fff; stroke-width: 3px }
            rect { fill: #f4f8fc; stroke: #4a7fb5; stroke-width: 1.2 }
            .end { fill: #f6f4ee; stroke: #8a7a4d }
            .source { fill: #eef8f0; stroke: #3f8f56 }
            .failures { fill: #fdf1f1; stroke: #b3424a }
            path { fill: none; stroke: #4a6076; stroke-width: 1.3; marker-end: url(#tip) }
            .errors { stroke: #b3424a; stroke-dasharray: 5 3 }
            .logs { stroke: #9aa5b1; stroke-dasharray: 1.5 3 }
            .back { stroke-width: 2.2 }
            #tip path { fill: #4a6076; stroke: none; marker-end: none }
          </style>
        """;

    public static string Draw(FlowGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var picture = FlowLayout.Of(graph);
        var text = new StringBuilder();
        var (width, height) = (Number(Math.Ceiling(picture.Width)), Number(Math.Ceiling(picture.Height)));
        text.Append($"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"img\">\n");
        text.Append($"  <title>{Escaped(graph.Name)}</title>\n{Style}\n");
        text.Append("  <defs><marker id=\"tip\" viewBox=\"0 0 8 8\" refX=\"7.5\" refY=\"4\" markerUnits=\"userSpaceOnUse\" markerWidth=\"10\" markerHeight=\"10\" orient=\"auto\"><path d=\"M0,0.8 L8,4 L0,7.2 z\"/></marker></defs>\n");
        text.Append("  <rect width=\"100%\" height=\"100%\" style=\"fill:#fff;stroke:none\"/>\n");
        foreach (var arrow in picture.Arrows) Draw(text, graph, arrow);
        foreach (var box in picture.Boxes) Draw(text, graph, box);
        return text.Append("</svg>\n").ToString();
    }

    private static void Draw(StringBuilder text, FlowGraph graph, FlowBox box)
    {
        var (name, facts, middle) = (box.Actor.Name, box.Actor.Module.Type.Facts, Number(box.X + box.Width / 2));
        var kind = name == graph.ErrorActor ? "failures" : facts.Outboxes.Length == 0 ? "end" : facts.Inboxes.Length == 0 ? "source" : "actor";
        text.Append($"  <g id=\"{Escaped(name)}\"><title>{Escaped(Tip(graph, box.Actor))}</title>");
        text.Append($"<rect class=\"{kind}\" x=\"{Number(box.X)}\" y=\"{Number(box.Y)}\" width=\"{Number(box.Width)}\" height=\"{Number(box.Height)}\" rx=\"6\"/>");
        text.Append($"<text x=\"{middle}\" y=\"{Number(box.Y + 19)}\">{Escaped(name)}</text>");
        foreach (var (line, small) in BoxText.Below(box.Actor).Index())
            text.Append($"<text class=\"module\" x=\"{middle}\" y=\"{Number(box.Y + 34 + FlowLayout.LineHeight * line)}\">{Escaped(small)}</text>");
        text.Append("</g>\n");
    }

    private static string Tip(FlowGraph graph, FlowActorSpec actor)
    {
        var special = actor.Name == graph.ErrorActor ? " Gets the errors of all that have no error edge." : actor.Name == graph.LogActor ? " Gets the log lines of all that have no log edge." : "";
        return $"{actor.Name}: {actor.Module.Type.Facts.Summary}{special}";
    }

    private static void Draw(StringBuilder text, FlowGraph graph, FlowArrow arrow)
    {
        var kind = arrow.Edge.Kind switch { EdgeKind.Errors => "errors", EdgeKind.Logs => "logs", _ => arrow.ClosesCircle ? "back" : "events" };
        text.Append($"  <path class=\"{kind}\" d=\"{Curve(arrow.Points)}\"><title>{Escaped(arrow.Edge.ToString())}</title></path>\n");
        if (EdgeText.Outbox(graph, arrow.Edge) is { Length: > 0 } outbox) Label(text, outbox, arrow.Points[0], arrow.Points[1], 0.32);
        if (EdgeText.Inbox(graph, arrow.Edge) is { Length: > 0 } inbox) Label(text, inbox, arrow.Points[^2], arrow.Points[^1], 0.68);
    }

    private static void Label(StringBuilder text, string name, (double X, double Y) from, (double X, double Y) to, double share)
    {
        var (x, y) = (from.X + (to.X - from.X) * share, from.Y + (to.Y - from.Y) * share);
        text.Append($"  <text class=\"port\" x=\"{Number(x)}\" y=\"{Number(y - 3)}\">{Escaped(name)}</text>\n");
    }

    // Horizontal where it leaves a box or passes a layer.
    private static string Curve(IReadOnlyList<(double X, double Y)> points)
    {
        var path = new StringBuilder($"M{Number(points[0].X)},{Number(points[0].Y)}");
        for (var step = 1; step < points.Count; step++)
        {
            var ((x1, y1), (x2, y2)) = (points[step - 1], points[step]);
            if (x1 == x2) path.Append($" L{Number(x2)},{Number(y2)}");
            else path.Append($" C{Number((x1 + x2) / 2)},{Number(y1)} {Number((x1 + x2) / 2)},{Number(y2)} {Number(x2)},{Number(y2)}");
        }

        return path.ToString();
    }

    private static string Number(double value) => Math.Round(value, 1).ToString(CultureInfo.InvariantCulture);

    private static string Escaped(string text) => System.Security.SecurityElement.Escape(text);
}
