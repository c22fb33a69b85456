using System.Collections.Immutable;

namespace Actors.Dispatch;

/// <summary>An ordered set of labels with value equality: what an item asks for, or what a worker offers.</summary>
internal sealed class LabelSet : IEquatable<LabelSet>
{
    public static readonly LabelSet Empty = new([]);

    private readonly ImmutableSortedSet<string> _labels;
    private readonly string _key; // joined by what no label holds

    private LabelSet(ImmutableSortedSet<string> labels)
    {
        _labels = labels;
        _key = string.Join('\0', labels);
    }

    public static LabelSet Of(IEnumerable<string> labels) => new(labels.ToImmutableSortedSet(StringComparer.Ordinal));

    public bool IsEmpty => _labels.IsEmpty;

    public IReadOnlyCollection<string> Labels => _labels;

    public bool Offers(LabelSet asked) => asked.IsEmpty || asked._labels.IsSubsetOf(_labels);

    public IEnumerable<string> Missing(LabelSet asked) => asked._labels.Except(_labels);

    /// <summary>Whether any label is in both.</summary>
    public bool Overlaps(LabelSet other) => other._labels.Any(_labels.Contains);

    public bool Equals(LabelSet? other) => other is not null && _key == other._key;

    public override bool Equals(object? obj) => Equals(obj as LabelSet);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(_key);

    public override string ToString() => string.Join(',', _labels);
}
