using System.Collections.Immutable;

namespace Actors.Dispatch;

/// <summary>An ordered set of labels with value equality: what an item asks for, or what a worker offers.</summary>
internal sealed class LabelSet : IEquatable<LabelSet>
{
    public static readonly LabelSet Empty = new([]);

    private readonly ImmutableSortedSet<string> _labels;
    private readonly string _text;

    private LabelSet(ImmutableSortedSet<string> labels)
    {
        _labels = labels;
        _text = string.Join(',', labels);
    }

    public static LabelSet Of(IEnumerable<string> labels) => new(labels.ToImmutableSortedSet(StringComparer.Ordinal));

    public bool Offers(LabelSet asked) => asked._labels.IsSubsetOf(_labels);

    public IEnumerable<string> Missing(LabelSet asked) => asked._labels.Except(_labels);

    public bool Equals(LabelSet? other) => other is not null && _text == other._text;

    public override bool Equals(object? obj) => Equals(obj as LabelSet);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(_text);

    public override string ToString() => _text;
}
