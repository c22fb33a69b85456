using System.Text.Json;
using Actors.Dataflow.Values;

namespace Actors.Dataflow.Schemas;

/// <summary>A keyword of a schema with its value, and what is beside it. Reads the value as what it has to be.</summary>
internal sealed record SchemaKeyword(string Name, JsonElement Value, JsonElement Schema, string Pointer, SchemaCompiler Compiler)
{
    public FormatException Wrong(string what) => new($"#{Pointer}/{Name} in the schema {what}");

    public string Text() => Value.ValueKind == JsonValueKind.String ? Value.GetString()! : throw Wrong("has to be a text");

    public decimal Number() => Value.ValueKind == JsonValueKind.Number && Value.TryGetDecimal(out var number) ? number : throw Wrong("has to be a number of at most 28 digits");

    public int Count() => Number() is >= 0 and <= int.MaxValue and var number && number == Math.Truncate(number) ? (int)number : throw Wrong("has to be a whole number of 0 or more");

    public bool Truth() => Value.ValueKind is JsonValueKind.True or JsonValueKind.False ? Value.GetBoolean() : throw Wrong("has to be true or false");

    public FlowPattern Pattern(string text)
    {
        try
        {
            return FlowPattern.Parse(text).Within(Compiler.MatchLimit);
        }
        catch (FormatException failure)
        {
            throw Wrong($"has '{text}': {failure.Message}");
        }
    }

    public IReadOnlyList<string> Texts() => Value.ValueKind == JsonValueKind.Array && Value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String)
        ? [.. Value.EnumerateArray().Select(item => item.GetString()!)]
        : throw Wrong("has to be a list of texts");

    public IReadOnlyList<(string Name, JsonElement Value)> Members() => Value.ValueKind == JsonValueKind.Object
        ? [.. Value.EnumerateObject().Select(member => (member.Name, member.Value))]
        : throw Wrong("has to be an object");

    public SchemaNode Node() => Compiler.Node(Value, $"{Pointer}/{Name}");

    public IReadOnlyList<SchemaNode> Nodes() => Value.ValueKind == JsonValueKind.Array && Value.GetArrayLength() > 0
        ? [.. Value.EnumerateArray().Select((schema, index) => Compiler.Node(schema, $"{Pointer}/{Name}/{index}"))]
        : throw Wrong("has to be a list of at least one schema");

    public IReadOnlyDictionary<string, SchemaNode> NodesByName() => Members().ToDictionary(member => member.Name, member => NodeOf(member.Name, member.Value), StringComparer.Ordinal);

    public SchemaNode NodeOf(string member, JsonElement schema) => Compiler.Node(schema, $"{Pointer}/{Name}/{member.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}");

    /// <summary>Another keyword of the same schema.</summary>
    public SchemaKeyword? Beside(string name) => Schema.TryGetProperty(name, out var value) ? this with { Name = name, Value = value } : null;
}
