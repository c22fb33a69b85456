using System.Text;
using Actors.Dataflow.Graphs;

namespace Actors.Dataflow.Drawing;

/// <summary>Draws a flow as a Mermaid flowchart, which many places that show Markdown turn into a picture.</summary>
public static class Mermaid
{
    public static string Draw(FlowGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var text = new StringBuilder("flowchart LR\n");
        var closing = GraphCircles.ClosingEdges(graph);
        foreach (var actor in graph.Actors.Values)
            text.Append($"  {IdOf(actor.Name)}[\"{actor.Name}{string.Concat(BoxText.Below(actor).Select(line => $"<br/><small>{Escaped(line)}</small>"))}\"]\n");
        foreach (var edge in graph.Edges)
            text.Append($"  {IdOf(edge.From.Actor)} {ArrowOf(edge, closing.Contains(edge))}{LabelOf(graph, edge)} {IdOf(edge.To.Actor)}\n");
        foreach (var (name, what) in ((string?, string)[])[(graph.ErrorActor, "errors"), (graph.LogActor, "logs")])
            if (name is not null) text.Append($"  {IdOf(name)}:::{what}\n");
        return text.Append("  classDef errors stroke:#b00020\n  classDef logs stroke:#888\n").ToString();
    }

    private static string ArrowOf(FlowEdge edge, bool closesCircle) => edge.Kind switch
    {
        EdgeKind.Errors => "-. errors .->",
        EdgeKind.Logs => "-. logs .->",
        _ => closesCircle ? "==>" : "-->",
    };

    private static string LabelOf(FlowGraph graph, FlowEdge edge)
    {
        var (outbox, inbox) = (EdgeText.Outbox(graph, edge), EdgeText.Inbox(graph, edge));
        return (outbox, inbox) switch
        {
            ("", "") => "",
            (_, "") => $"|{Escaped(outbox)}|",
            ("", _) => $"|to {Escaped(inbox)}|",
            _ => $"|{Escaped(outbox)} to {Escaped(inbox)}|",
        };
    }

    // Some words mean something to Mermaid; none of them begins so. Hyphens do too; a-b and a_b are still two.
    private static string IdOf(string name) => $"a_{name.Replace("_", "__").Replace("-", "_h")}";

    private static string Escaped(string text) => text.Replace("\"", "#quot;").Replace("|", "#124;").Replace("<", "&lt;");
}
