namespace Actors.Dispatch;

/// <summary>What an item asks of its worker: all of these labels, and one of these names if there are any. A worker's names are labels of its own.</summary>
internal sealed record Asked(LabelSet Labels, LabelSet OneOf)
{
    public static readonly Asked Nothing = new(LabelSet.Empty, LabelSet.Empty);

    private const int NamesTold = 5;

    public bool IsNothing => Labels.IsEmpty && OneOf.IsEmpty;

    public static implicit operator Asked(LabelSet labels) => labels.IsEmpty ? Nothing : new Asked(labels, LabelSet.Empty);

    public bool IsOfferedBy(LabelSet offered) => offered.Offers(Labels) && (OneOf.IsEmpty || offered.Overlaps(OneOf));

    /// <summary>For people: what a worker has to be.</summary>
    public override string ToString()
    {
        var names = OneOf.IsEmpty ? "" : $"one of {Short(OneOf)}";
        if (Labels.IsEmpty)
            return names;
        return $"labelled {Short(Labels)}{(names.Length > 0 ? " and " : "")}{names}";
    }

    private static string Short(LabelSet labels) => string.Join(", ", labels.Labels.Take(NamesTold)) + (labels.Labels.Count > NamesTold ? ", ..." : "");
}

/// <summary>A worker that an item had better go to.</summary>
/// <param name="Worker">Its id.</param>
/// <param name="Weight">How much better: bytes that need not travel.</param>
internal readonly record struct Nearness(string Worker, long Weight);
