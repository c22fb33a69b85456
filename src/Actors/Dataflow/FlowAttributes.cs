using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Actors.Dataflow.Data;

namespace Actors.Dataflow;

/// <summary>
/// The attributes of an event: names with values, which may be attributes themselves, found by a path such as <c>customer/name</c>. Immutable. A value is text, a number, a truth value,
/// null, nested attributes or a list of these.
/// </summary>
[JsonConverter(typeof(AttributesConverter))]
public sealed class FlowAttributes
{
    public const char Separator = '/';

    private const int MaxDepth = 16;

    private readonly ImmutableSortedDictionary<string, object?> _values;

    private FlowAttributes(ImmutableSortedDictionary<string, object?> values) => _values = values;

    public static FlowAttributes Empty { get; } = new(ImmutableSortedDictionary.Create<string, object?>(StringComparer.Ordinal));

    public int Count => _values.Count;

    public IEnumerable<KeyValuePair<string, object?>> Values => _values;

    /// <summary>The value at a path; null when there is none.</summary>
    public object? this[string path] => TryGet(path, out var value) ? value : null;

    public bool TryGet(string path, [MaybeNullWhen(false)] out object? value)
    {
        ArgumentNullException.ThrowIfNull(path);
        var (name, below) = Split(path);
        if (!_values.TryGetValue(name, out value)) return false;
        if (below is null) return true;
        if (value is FlowAttributes inner) return inner.TryGet(below, out value);
        value = null;
        return false;
    }

    /// <summary>These attributes with one more, or another value; what is missing on the way to it is made.</summary>
    /// <exception cref="ArgumentException">The path is empty or deeper than 16 names, or the value is of another type.</exception>
    public FlowAttributes Set(string path, object? value)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (path.Count(letter => letter == Separator) >= MaxDepth) throw new ArgumentException($"The path {path} is deeper than {MaxDepth} names.", nameof(path));
        return SetChecked(path, Frozen(value));
    }

    public FlowAttributes Remove(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var (name, below) = Split(path);
        if (below is null) return new FlowAttributes(_values.Remove(name));
        return _values.TryGetValue(name, out var value) && value is FlowAttributes inner ? new FlowAttributes(_values.SetItem(name, inner.Remove(below))) : this;
    }

    /// <summary>These attributes and others; where both have a value at a path, that of the others.</summary>
    internal FlowAttributes Merged(FlowAttributes others) => new(others._values.Aggregate(_values, (all, pair) =>
        all.SetItem(pair.Key, pair.Value is FlowAttributes theirs && all.GetValueOrDefault(pair.Key) is FlowAttributes ours ? ours.Merged(theirs) : pair.Value)));

    private static object? Frozen(object? value) => value switch
    {
        null or string or bool or int or long or double or decimal or FlowAttributes or DateTimeOffset => value,
        IEnumerable<KeyValuePair<string, object?>> map => map.Aggregate(Empty, (all, pair) => all.Set(pair.Key, pair.Value)),
        IEnumerable<KeyValuePair<string, string>> map => map.Aggregate(Empty, (all, pair) => all.Set(pair.Key, pair.Value)),
        IEnumerable<object?> list => list.Select(Frozen).ToImmutableArray(),
        _ => throw new ArgumentException($"An attribute is text, a number, a truth value, attributes or a list of these, not {value.GetType().Name}.", nameof(value)),
    };

    private static (string Name, string? Below) Split(string path) =>
        path.IndexOf(Separator) is var cut and >= 0 ? (path[..cut], path[(cut + 1)..]) : (path, null);

    private FlowAttributes SetChecked(string path, object? value)
    {
        var (name, below) = Split(path);
        if (below is not null) value = (_values.GetValueOrDefault(name) as FlowAttributes ?? Empty).SetChecked(below, value);
        return new FlowAttributes(_values.SetItem(name, value));
    }
}
