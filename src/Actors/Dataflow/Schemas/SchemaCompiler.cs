using System.Collections.Immutable;
using System.Text.Json;
using Actors.Dataflow.Values;

namespace Actors.Dataflow.Schemas;

/// <summary>Makes rules out of the keywords of a schema. Schemas within it are made once each, so that they may refer to each other and to themselves.</summary>
internal sealed class SchemaCompiler
{
    /// <summary>Keywords that say nothing about what is valid, or belong to others.</summary>
    private static readonly ImmutableHashSet<string> Silent =
    [
        "$schema", "$id", "id", "$anchor", "$comment", "$defs", "definitions", "$vocabulary", "title", "description", "default", "examples", "deprecated", "readOnly", "writeOnly", "contentMediaType",
        "contentEncoding", "contentSchema", "then", "else", "additionalItems", "minContains", "maxContains",
    ];

    private readonly JsonElement _root;
    private readonly SchemaReferences _references;
    private readonly Dictionary<string, SchemaNode> _nodes = new(StringComparer.Ordinal);
    private readonly bool _referenceIsAll;

    public SchemaCompiler(JsonElement root, IReadOnlyDictionary<string, FlowPattern> formats, TimeSpan matchLimit)
    {
        (_root, MatchLimit, Formats) = (root, matchLimit, new SchemaFormats(formats, matchLimit));
        _references = new SchemaReferences(root);
        // Until draft 7 a reference stands for the whole schema that it is in.
        _referenceIsAll = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("$schema", out var draft) && $"{draft}" is var name
            && (name.Contains("draft-04", StringComparison.Ordinal) || name.Contains("draft-06", StringComparison.Ordinal) || name.Contains("draft-07", StringComparison.Ordinal));
    }

    public TimeSpan MatchLimit { get; }

    public SchemaFormats Formats { get; }

    public SchemaNode Compile() => Node(_root, "");

    /// <param name="schema">The schema.</param>
    /// <param name="pointer">Where it is in the document.</param>
    public SchemaNode Node(JsonElement schema, string pointer)
    {
        if (_nodes.TryGetValue(pointer, out var known)) return known;
        var node = _nodes[pointer] = new SchemaNode();
        switch (schema.ValueKind)
        {
            case JsonValueKind.True:
                break;
            case JsonValueKind.False:
                node.Rules.Add((_, place, run) => run.Violate(place, "nothing is allowed here"));
                break;
            case JsonValueKind.Object when _referenceIsAll && schema.TryGetProperty("$ref", out var reference):
                node.Rules.Add(Reference(new SchemaKeyword("$ref", reference, schema, pointer, this)));
                break;
            case JsonValueKind.Object:
                foreach (var member in schema.EnumerateObject())
                    if (RuleOf(new SchemaKeyword(member.Name, member.Value, schema, pointer, this)) is { } rule) node.Rules.Add(rule);
                break;
            default:
                throw new FormatException($"#{pointer} in the schema is {schema.ValueKind}; expected: an object, true or false");
        }

        return node;
    }

    private SchemaRule? RuleOf(SchemaKeyword keyword) => keyword.Name switch
    {
        "$ref" => Reference(keyword),
        "type" => ValueRules.Type(keyword),
        "enum" => ValueRules.Enum(keyword),
        "const" => ValueRules.Const(keyword),
        "minimum" or "exclusiveMinimum" or "maximum" or "exclusiveMaximum" => NumberRules.Limit(keyword),
        "multipleOf" => NumberRules.MultipleOf(keyword),
        "minLength" or "maxLength" => TextRules.Length(keyword),
        "pattern" => TextRules.Pattern(keyword),
        "format" => TextRules.Format(keyword),
        "items" => ListRules.Items(keyword),
        "prefixItems" => ListRules.PrefixItems(keyword),
        "contains" => ListRules.Contains(keyword),
        "minItems" or "maxItems" => ListRules.Count(keyword),
        "uniqueItems" => ListRules.Unique(keyword),
        "properties" => ObjectRules.Properties(keyword),
        "patternProperties" => ObjectRules.PatternProperties(keyword),
        "additionalProperties" => ObjectRules.AdditionalProperties(keyword),
        "propertyNames" => ObjectRules.PropertyNames(keyword),
        "required" => ObjectRules.Required(keyword),
        "minProperties" or "maxProperties" => ObjectRules.Count(keyword),
        "dependencies" or "dependentRequired" or "dependentSchemas" => ObjectRules.Dependent(keyword),
        "allOf" => LogicRules.AllOf(keyword),
        "anyOf" => LogicRules.AnyOf(keyword),
        "oneOf" => LogicRules.OneOf(keyword),
        "not" => LogicRules.Not(keyword),
        "if" => LogicRules.If(keyword),
        var name when Silent.Contains(name) || name.StartsWith("x-", StringComparison.Ordinal) => null,
        _ => throw keyword.Wrong("is not known here; mistyped? Keywords of one's own begin with x-"),
    };

    private SchemaRule Reference(SchemaKeyword keyword)
    {
        var (schema, pointer) = _references.Find(keyword.Text()) ?? throw keyword.Wrong($"refers to {keyword.Value}, which is not in the document; other documents are not read");
        SchemaNode? target = null;
        // The schema it refers to may be just in the making.
        if (!_nodes.TryGetValue(pointer, out target)) target = Node(schema, pointer);
        return target.Check;
    }
}
