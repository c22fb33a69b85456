using System.Collections.Immutable;
using System.Text.Json;
using Actors.Dataflow.Data;
using Actors.Dataflow.Values;

namespace Actors.Dataflow.Schemas;

/// <summary>
/// A JSON schema, of draft 4 to 2020-12. All violations are told. References stay within the document; patterns are <see cref="FlowPattern"/>s. What is not known here (<c>unevaluatedProperties</c>,
/// <c>$dynamicRef</c>, a mistyped keyword) is refused when the schema is read, instead of passed over.
/// </summary>
public sealed class JsonSchema
{
    private readonly SchemaNode _root;

    private JsonSchema(SchemaNode root) => _root = root;

    /// <param name="text">The schema.</param>
    /// <param name="formats">Formats of one's own, by name; <see langword="null"/>: none.</param>
    /// <param name="matchLimit">For one match of a pattern; null: 1 s.</param>
    /// <exception cref="FormatException">It is no schema, or has something in it that is not known here.</exception>
    public static JsonSchema Parse(string text, IReadOnlyDictionary<string, FlowPattern>? formats = null, TimeSpan? matchLimit = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        try
        {
            _ = FlowData.ToJson(text);
            var compiler = new SchemaCompiler(JsonElement.Parse(text, new JsonDocumentOptions { AllowDuplicateProperties = false }), formats ?? ImmutableDictionary<string, FlowPattern>.Empty, matchLimit ?? FlowPattern.DefaultLimit);
            return new JsonSchema(compiler.Compile());
        }
        catch (Exception failure) when (failure is JsonException or FlowException)
        {
            throw new FormatException($"the schema is no JSON: {failure.Message}", failure);
        }
    }

    /// <summary>What is wrong with a value; at most the first 100 things. Each begins with the place, as a JSON pointer.</summary>
    /// <exception cref="FlowException">The schema goes in circles with it, or takes too many steps.</exception>
    public ImmutableArray<string> Validate(JsonElement value)
    {
        var run = new SchemaRun(new SchemaBudget());
        _root.Check(value, SchemaPlace.Root, run);
        return run.Count == run.Violations.Count ? [.. run.Violations] : [.. run.Violations, $"and {run.Count - run.Violations.Count} more"];
    }
}
