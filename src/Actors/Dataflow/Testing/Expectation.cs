using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;
using Actors.Dataflow.Data;
using Actors.Dataflow.Files;
using Actors.Dataflow.Values;

namespace Actors.Dataflow.Testing;

/// <summary>Compares what a test expects with what was seen.</summary>
internal static class Expectation
{
    private const int MaxShown = 400;

    public static FlowEvent ToEvent(this GivenEvent given, EventId id, TimeProvider time)
    {
        var item = new FlowEvent(id, given.Json is { } json ? FlowData.ToJson(json) : given.Xml is { } xml ? FlowData.ToXml(xml) : given.Data) { Created = time.GetUtcNow() };
        item = given.Attributes.Aggregate(item, (whole, pair) => whole.WithAttribute(pair.Key, pair.Value));
        return given.Http is { } request ? item with { Http = ToExchange(request) } : item;
    }

    /// <summary>Each line says what was expected or seen, and at which actor.</summary>
    public static ImmutableArray<string> Differences(FlowTestCase test, ImmutableArray<SeenEvent> seen) =>
    [
        .. test.Expect.Select(expected => expected.At).Concat(seen.Select(each => each.Actor)).Distinct().Order(StringComparer.Ordinal).SelectMany(actor => At(
            actor,
            [.. test.Expect.Where(expected => expected.At == actor)],
            [.. seen.Where(each => each.Actor == actor).Select(each => each.Event)],
            test.AnyOrder)),
    ];

    private static IEnumerable<string> At(string actor, List<ExpectedEvent> expected, List<FlowEvent> seen, bool anyOrder)
    {
        if (anyOrder) Pair(expected, seen);
        for (var place = 0; place < Math.Max(expected.Count, seen.Count); place++)
        {
            if (place >= expected.Count) yield return $"{actor}: not expected, and came: {Show(seen[place])}";
            else if (place >= seen.Count) yield return $"{actor}: expected, and did not come: {Show(expected[place])}";
            else if (Mismatch(expected[place], seen[place]) is { } what) yield return $"{actor}: event {place + 1}: {what}";
        }
    }

    // What matches comes first, so that the rest is compared in the order in which it was written.
    private static void Pair(List<ExpectedEvent> expected, List<FlowEvent> seen)
    {
        for (var place = expected.Count - 1; place >= 0; place--)
        {
            if (seen.FindIndex(item => Mismatch(expected[place], item) is null) is var found && found < 0) continue;
            seen.RemoveAt(found);
            expected.RemoveAt(place);
        }
    }

    private static string? Mismatch(ExpectedEvent expected, FlowEvent item)
    {
        if (expected.Error != KindOf(item)) return $"expected {(expected.Error is { } kind ? $"the error {kind}" : "no error")}; found {Show(item)}";
        if (expected.Says is { } words && item.Error?.Message.Contains(words, StringComparison.OrdinalIgnoreCase) != true) return $"expected an error that says {words}; found {item.Error?.Message ?? "none"}";
        if (expected.Status is { } status && status != item.Http?.Status) return $"expected the status {status}; found {item.Http?.Status?.ToString(CultureInfo.InvariantCulture) ?? "none"}";
        foreach (var (path, value) in expected.Attributes)
            if (EventPath.TextOf(item.Attributes[path]) is var found && (found ?? "") != value) return $"expected {path} = {value}; found {(string.IsNullOrEmpty(found) ? "none" : found)}";
        return SameData(expected, item) ? null : $"expected {Show(expected)}; found {Show(item)}";
    }

    private static bool SameData(ExpectedEvent expected, FlowEvent item)
    {
        try
        {
            if (expected.Json is { } json) return JsonElement.DeepEquals(FlowData.ToJson(json), item.Json);
            if (expected.Xml is { } xml) return XNode.DeepEquals(Plain(FlowData.ToXml(xml)), Plain(item.Xml));
            return expected.Data is null || expected.Data == item.Text;
        }
        catch (FlowException)
        {
            // No JSON or XML where some was expected: it is shown.
            return false;
        }
    }

    // Without the white space between elements, and without the declaration.
    private static XElement? Plain(XmlData xml) => XDocument.Parse(xml.ToString()).Root;

    private static string? KindOf(FlowEvent item) => item.Error is { } error ? Kebab.Of(error.Kind.ToString()) : null;

    private static string Show(ExpectedEvent expected) => expected.Error is { } error && (expected.Json ?? expected.Xml ?? expected.Data) is null ? $"the error {error}" : Short(expected.Json ?? expected.Xml ?? expected.Data ?? "anything");

    private static string Show(FlowEvent item) => item.Error is { } error ? $"the error {KindOf(item)} of {error.Actor}: {error.Message}" : item.Data is null ? "no data" : Short(item.Text);

    private static string Short(string text) => text.Length <= MaxShown ? text : text[..MaxShown] + "...";

    private static HttpExchange ToExchange(GivenRequest request)
    {
        var exchange = new HttpExchange { Method = request.Method, Path = request.Path, User = request.User };
        return exchange with
        {
            Query = exchange.Query.AddRange(request.Query),
            Route = exchange.Route.AddRange(request.Route),
            Headers = exchange.Headers.AddRange(request.Headers),
        };
    }
}
