using System.Globalization;
using System.Xml.Linq;
using Actors.Dataflow;
using Actors.Dataflow.Drawing;
using Actors.Dataflow.Graphs;
using Xunit;

namespace Actors.Tests.Dataflow;

public sealed class DrawingTests
{
    private static readonly XNamespace Ns = "http://www.w3.org/2000/svg";

    [Fact]
    public void A_picture_has_a_box_for_each_actor_and_a_line_for_each_edge()
    {
        var graph = Diamond();
        var picture = XDocument.Parse(Svg.Draw(graph)).Root!;
        Assert.Equal(graph.Actors.Keys, picture.Elements(Ns + "g").Select(box => box.Attribute("id")!.Value).Order(StringComparer.Ordinal));
        Assert.Equal(graph.Edges.Length, picture.Elements(Ns + "path").Count());
    }

    [Fact]
    public void Errors_and_what_leads_back_look_different()
    {
        var director = new Director().WithTtl(3);
        var first = director.Register("first", (item) => item);
        var second = director.Register("second", (item) => item);
        var repair = director.Register("repair", (item) => item);
        director.Connect(first, second);
        director.ConnectError(second, repair);
        director.Connect(repair, first);
        var classes = XDocument.Parse(Svg.Draw(director.Graph)).Root!.Elements(Ns + "path").Select(path => path.Attribute("class")!.Value);
        Assert.Equal(["events", "errors", "back"], classes);
    }

    [Fact]
    public void An_actor_is_right_of_all_that_send_to_it()
    {
        var boxes = FlowLayout.Of(Diamond()).Boxes.ToDictionary(box => box.Actor.Name);
        Assert.True(boxes["start"].X + boxes["start"].Width < boxes["left"].X);
        Assert.True(boxes["left"].X + boxes["left"].Width < boxes["end"].X);
        Assert.Equal(boxes["left"].X, boxes["right"].X);
    }

    [Fact]
    public void Edges_do_not_cross_where_they_need_not()
    {
        // As written, a goes to the lower one and b to the upper one.
        var director = new Director();
        var (a, b) = (director.Register("a", Flows.Numbers(1)), director.Register("b", Flows.Numbers(1)));
        var (x, y) = (director.Register("x", _ => { }), director.Register("y", _ => { }));
        director.Connect(a, y);
        director.Connect(b, x);
        var boxes = FlowLayout.Of(director.Graph).Boxes.ToDictionary(box => box.Actor.Name);
        Assert.Equal(boxes["a"].Y < boxes["b"].Y, boxes["y"].Y < boxes["x"].Y);
    }

    [Fact]
    public void No_boxes_of_random_flows_overlap_and_all_is_within_the_picture()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var picture = FlowLayout.Of(RandomGraph(new Random(seed)));
            foreach (var (box, index) in picture.Boxes.Select((box, index) => (box, index)))
            {
                Assert.True(box.X >= 0 && box.Y >= 0 && box.X + box.Width <= picture.Width && box.Y + box.Height <= picture.Height, $"seed {seed}: {box} is outside");
                foreach (var other in picture.Boxes.Skip(index + 1))
                    Assert.False(box.X < other.X + other.Width && other.X < box.X + box.Width && box.Y < other.Y + other.Height && other.Y < box.Y + box.Height, $"seed {seed}: {box} and {other} overlap");
            }
        }
    }

    [Fact]
    public void A_flow_of_two_that_reply_to_each_other_is_drawn()
    {
        var director = new Director();
        var server = director.Register<Echo>("server");
        var other = director.Register<Echo>("other");
        director.Connect(server, other);
        director.Connect(other, server);
        Assert.Equal(2, FlowLayout.Of(director.Graph).Arrows.Length);
    }

    [Fact]
    public void It_is_seen_where_an_actor_runs_that_has_a_role()
    {
        var director = new Director();
        var near = director.Register<Echo>("near");
        director.Connect(near, director.Register<Echo>("far", null, new FlowActorOptions { Role = "gpu" }));
        var boxes = XDocument.Parse(Svg.Draw(director.Graph)).Root!.Elements(Ns + "g").ToDictionary(box => box.Attribute("id")!.Value, box => box.Elements(Ns + "text").Select(line => line.Value).ToList());
        Assert.Equal(["near", "test-echo"], boxes["near"]);
        Assert.Equal(["far", "test-echo", "on gpu"], boxes["far"]);
        var mermaid = Mermaid.Draw(director.Graph);
        Assert.Contains("a_near[\"near<br/><small>test-echo</small>\"]", mermaid, StringComparison.Ordinal);
        Assert.Contains("a_far[\"far<br/><small>test-echo</small><br/><small>on gpu</small>\"]", mermaid, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_cannot_break_out_of_the_picture()
    {
        var graph = Diamond() with { Name = "<script>alert('x')</script>" };
        Assert.Empty(XDocument.Parse(Svg.Draw(graph)).Descendants(Ns + "script"));
    }

    private static FlowGraph Diamond()
    {
        var director = new Director("diamond");
        var start = director.Register("start", Flows.Numbers(1));
        var (left, right) = (director.Register("left", item => item), director.Register("right", item => item));
        var end = director.Register("end", _ => { });
        director.Connect(start, left, right, end);
        director.Connect([left, right], end);
        return director.Graph;
    }

    private static FlowGraph RandomGraph(Random random)
    {
        var director = new Director().WithTtl(2);
        var actors = Enumerable.Range(0, random.Next(1, 16)).Select(number => director.Register(
            string.Create(CultureInfo.InvariantCulture, $"actor-{number}"), item => item, random.Next(3) == 0 ? new FlowActorOptions { Role = "somewhere-far-away" } : null)).ToList();
        var edges = Enumerable.Range(0, random.Next(0, 30)).Select(_ => (From: random.Next(actors.Count), To: random.Next(actors.Count))).Distinct();
        foreach (var (from, to) in edges) director.Connect(actors[from], actors[to]);
        return director.Graph;
    }

    [Fact]
    public void Names_that_differ_by_a_hyphen_are_two_boxes()
    {
        var director = new Director("names");
        director.Connect(director.Register("a-b", Flows.Numbers(1)), director.Register("a_b", _ => { }));
        Assert.Equal(2, Mermaid.Draw(director.Graph).Split('\n').Where(line => line.Contains("[\"", StringComparison.Ordinal)).Select(line => line.Split('[')[0]).Distinct().Count());
    }
}

/// <summary>Like a server: what it sends is not caused by what it gets.</summary>
[FlowModule("test-echo", "For tests.", Relays = false)]
public sealed class Echo : FlowModule;
