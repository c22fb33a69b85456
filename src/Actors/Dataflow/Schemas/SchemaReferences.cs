using System.Globalization;
using System.Text.Json;

namespace Actors.Dataflow.Schemas;

/// <summary>Finds what references in a schema mean, within its document: by JSON pointer, by anchor, by the id of a schema in it.</summary>
internal sealed class SchemaReferences
{
    private readonly JsonElement _root;
    private readonly Dictionary<string, (JsonElement Schema, string Pointer)> _byId = new(StringComparer.Ordinal);

    public SchemaReferences(JsonElement root)
    {
        _root = root;
        Collect(root, "");
    }

    public (JsonElement Schema, string Pointer)? Find(string reference)
    {
        if (_byId.TryGetValue(reference, out var known)) return known;
        var (resource, fragment) = reference.IndexOf('#') is var cut and >= 0 ? (reference[..cut], reference[(cut + 1)..]) : (reference, "");
        (JsonElement Schema, string Pointer) start = (_root, "");
        if (resource.Length > 0 && !_byId.TryGetValue(resource, out start)) return null;
        return fragment.Length == 0 ? start : fragment[0] == '/' ? Follow(start, Uri.UnescapeDataString(fragment)) : null;
    }

    private static (JsonElement Schema, string Pointer)? Follow((JsonElement Schema, string Pointer) start, string pointer)
    {
        var schema = start.Schema;
        foreach (var name in pointer.Split('/').Skip(1).Select(part => part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)))
        {
            if (schema.ValueKind == JsonValueKind.Array && int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < schema.GetArrayLength()) schema = schema[index];
            else if (schema.ValueKind != JsonValueKind.Object || !schema.TryGetProperty(name, out schema)) return null;
        }

        return (schema, start.Pointer + pointer);
    }

    private void Collect(JsonElement schema, string pointer)
    {
        if (schema.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in schema.EnumerateObject())
            {
                if (member.Value.ValueKind == JsonValueKind.String && member.Name is "$id" or "id" or "$anchor" && member.Value.ValueKind == JsonValueKind.String)
                    _byId.TryAdd(member.Name == "$anchor" ? $"#{member.Value}" : $"{member.Value}".TrimEnd('#'), (schema, pointer));
                Collect(member.Value, $"{pointer}/{member.Name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}");
            }
        }
        else if (schema.ValueKind == JsonValueKind.Array)
        {
            foreach (var (index, item) in schema.EnumerateArray().Index()) Collect(item, $"{pointer}/{index}");
        }
    }
}
