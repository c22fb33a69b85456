using System.Text.Json;

namespace Actors.Dataflow.Schemas;

/// <summary>Says what is wrong with a value, as one keyword has it.</summary>
internal delegate void SchemaRule(JsonElement value, SchemaPlace place, SchemaRun run);

/// <summary>A schema or a schema within one: its rules.</summary>
internal sealed class SchemaNode
{
    public List<SchemaRule> Rules { get; } = [];

    public void Check(JsonElement value, SchemaPlace place, SchemaRun run)
    {
        run.Budget.Enter();
        foreach (var rule in Rules) rule(value, place, run);
        run.Budget.Leave();
    }

    public bool Accepts(JsonElement value, SchemaPlace place, SchemaRun run)
    {
        var inner = new SchemaRun(run.Budget);
        Check(value, place, inner);
        return inner.Count == 0;
    }
}

/// <summary>One validation, or a part of one that is tried.</summary>
internal sealed class SchemaRun(SchemaBudget budget)
{
    public SchemaBudget Budget { get; } = budget;

    /// <summary>More help nobody.</summary>
    public const int MaxViolations = 100;

    /// <summary>The first of them.</summary>
    public List<string> Violations { get; } = [];

    /// <summary>All that is wrong.</summary>
    public int Count { get; private set; }

    public void Violate(SchemaPlace place, string what)
    {
        if (++Count <= MaxViolations) Violations.Add($"{place}: {what}");
    }
}

/// <summary>What a validation may cost: schemas can refer to themselves, and try one thing in many ways.</summary>
internal sealed class SchemaBudget
{
    /// <summary>Data are at most 64 deep, and each level may be behind some references.</summary>
    private const int MaxDepth = 500;

    /// <summary>About a second.</summary>
    private const int MaxSteps = 5_000_000;

    private int _depth;
    private int _steps;

    public void Enter()
    {
        if (++_depth > MaxDepth) throw new FlowException(FlowErrorKind.Unprocessable, $"the schema refers to itself more than {MaxDepth} times for one value");
        Step();
    }

    public void Leave() => _depth--;

    public void Step()
    {
        if (++_steps > MaxSteps) throw new FlowException(FlowErrorKind.Timeout, $"the schema takes more than {MaxSteps} steps for these data");
    }
}

/// <summary>Where a value is, as a JSON pointer.</summary>
internal sealed class SchemaPlace(SchemaPlace? parent, string name)
{
    public static SchemaPlace Root { get; } = new(null, "");

    public SchemaPlace Below(string member) => new(this, member);

    public SchemaPlace Below(int index) => new(this, $"{index}");

    public override string ToString() => parent is null ? "(root)" : parent.Path() + "/" + Escaped();

    private string Path() => parent is null ? "" : parent.Path() + "/" + Escaped();

    private string Escaped() => name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}
