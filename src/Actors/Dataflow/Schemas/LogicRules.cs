namespace Actors.Dataflow.Schemas;

/// <summary>Keywords that combine schemas.</summary>
internal static class LogicRules
{
    public static SchemaRule AllOf(SchemaKeyword keyword)
    {
        var nodes = keyword.Nodes();
        return (value, place, run) =>
        {
            foreach (var node in nodes) node.Check(value, place, run);
        };
    }

    /// <summary>If none holds, what is wrong by the one that is nearest is told.</summary>
    public static SchemaRule AnyOf(SchemaKeyword keyword)
    {
        var nodes = keyword.Nodes();
        return (value, place, run) =>
        {
            SchemaRun? nearest = null;
            foreach (var node in nodes)
            {
                var attempt = new SchemaRun(run.Budget);
                node.Check(value, place, attempt);
                if (attempt.Count == 0) return;
                if (nearest is null || attempt.Count < nearest.Count) nearest = attempt;
            }

            run.Violate(place, $"is none of the {nodes.Count} things that it may be; nearest: {string.Join(", ", nearest!.Violations.Take(3))}");
        };
    }

    public static SchemaRule OneOf(SchemaKeyword keyword)
    {
        var nodes = keyword.Nodes();
        return (value, place, run) =>
        {
            var count = nodes.Count(node => node.Accepts(value, place, run));
            if (count != 1) run.Violate(place, $"is {count} of the {nodes.Count} things of which it must be one");
        };
    }

    public static SchemaRule Not(SchemaKeyword keyword)
    {
        var node = keyword.Node();
        return (value, place, run) =>
        {
            if (node.Accepts(value, place, run)) run.Violate(place, "is just what it must not be");
        };
    }

    public static SchemaRule If(SchemaKeyword keyword)
    {
        var (condition, then, otherwise) = (keyword.Node(), keyword.Beside("then")?.Node(), keyword.Beside("else")?.Node());
        return (value, place, run) => (condition.Accepts(value, place, run) ? then : otherwise)?.Check(value, place, run);
    }
}
