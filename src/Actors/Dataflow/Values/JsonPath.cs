using System.Collections.Immutable;
using System.Text.Json;

namespace Actors.Dataflow.Values;

/// <summary>
/// Selects values in JSON, as RFC 9535 has it: <c>$.orders[0].id</c>, <c>$..price</c>, <c>$.orders[?@.price > 10 &amp;&amp; @.state == 'open'].id</c>; names, wildcards, indices, slices, descendants and
/// filters, without functions.
/// </summary>
public sealed class JsonPath : ISettingText<JsonPath>
{
    /// <summary>Far more than people look at; <c>$..*..*..*</c> over a large document would fill the memory.</summary>
    private const int MaxSelected = 100_000;

    private readonly string _text;
    private readonly ImmutableArray<JsonStep> _steps;

    private JsonPath(string text, ImmutableArray<JsonStep> steps) => (_text, _steps) = (text, steps);

    public static string Expected => "a JSON path such as $.orders[0].id";

    public static JsonPath Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new JsonPath(text, new JsonPathParser(text).Whole());
    }

    /// <summary>All that it selects, in the order of the document.</summary>
    /// <exception cref="FlowException">It selects more than 100,000 values (<see cref="FlowErrorKind.TooLarge"/>).</exception>
    public IReadOnlyList<JsonElement> Select(JsonElement root)
    {
        var selected = Run(_steps, root, root).Take(MaxSelected + 1).ToList();
        return selected.Count <= MaxSelected ? selected : throw new FlowException(FlowErrorKind.TooLarge, $"{_text} selects more than {MaxSelected} values");
    }

    public override string ToString() => _text;

    internal static IEnumerable<JsonElement> Run(ImmutableArray<JsonStep> steps, JsonElement root, JsonElement from)
    {
        IEnumerable<JsonElement> values = [from];
        foreach (var step in steps) values = values.SelectMany(value => step(root, value));
        return values;
    }
}

/// <summary>What one step of a path selects below a value.</summary>
internal delegate IEnumerable<JsonElement> JsonStep(JsonElement root, JsonElement value);

/// <summary>The steps of paths.</summary>
internal static class JsonSteps
{
    public static JsonStep Name(string name) => (_, value) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var member) ? [member] : [];

    public static JsonStep Index(int index) => (_, value) =>
    {
        if (value.ValueKind != JsonValueKind.Array) return [];
        var count = value.GetArrayLength();
        var at = index < 0 ? count + index : index;
        return at >= 0 && at < count ? [value[at]] : [];
    };

    public static JsonStep Slice(int? from, int? to, int step) => (_, value) => value.ValueKind == JsonValueKind.Array && step != 0 ? Sliced(value, from, to, step) : [];

    public static JsonStep All { get; } = (_, value) => Children(value);

    public static JsonStep Union(IReadOnlyList<JsonStep> steps) => (root, value) => steps.SelectMany(step => step(root, value));

    public static JsonStep Below(JsonStep step) => (root, value) => Descendants(value).SelectMany(each => step(root, each));

    public static JsonStep Where(Func<JsonElement, JsonElement, bool> holds) => (root, value) => Children(value).Where(child => holds(root, child));

    private static IEnumerable<JsonElement> Children(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().Select(member => member.Value),
        JsonValueKind.Array => value.EnumerateArray(),
        _ => [],
    };

    private static IEnumerable<JsonElement> Descendants(JsonElement value) => Children(value).SelectMany(Descendants).Prepend(value);

    private static IEnumerable<JsonElement> Sliced(JsonElement list, int? from, int? to, int step)
    {
        var count = list.GetArrayLength();
        var (first, last) = step > 0 ? (At(from, 0), At(to, count)) : (Math.Min(At(from, count - 1), count - 1), to is null ? -1 : At(to, -1));
        for (long at = first; step > 0 ? at < last : at > last; at += step) yield return list[(int)at];

        int At(int? index, int usual) => index is not { } given ? usual : given < 0 ? Math.Max(count + given, step > 0 ? 0 : -1) : Math.Min(given, count);
    }
}
