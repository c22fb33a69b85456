using Google.Protobuf;

namespace Actors.Services.Internal;

/// <summary>
/// Long lists, which are asked for page by page: who asks says what was the last on the page before. A view that has a list of its own is told in parts, of which the first, its head, has all
/// that it has besides; so neither many views nor a long one outgrow a message.
/// </summary>
internal abstract class Pages<TView>
    where TView : class, IMessage<TView>
{
    // Between the name of a view and that of its part. A head comes before its parts.
    private const char Between = '\n';

    /// <summary>One page.</summary>
    /// <param name="items">All that there are.</param>
    /// <param name="nameOf">Names are unique.</param>
    /// <param name="viewOf">What to tell of an item; asked of few of them.</param>
    /// <param name="after">The <see cref="Page{TView}.Next"/> of the page before; empty: none was.</param>
    public Page<TView> Cut<TItem>(IEnumerable<TItem> items, Func<TItem, string> nameOf, Func<TItem, TView> viewOf, string after)
    {
        var first = after.Split(Between)[0];
        var groups = items.Where(item => string.CompareOrdinal(nameOf(item), first) >= 0).OrderBy(nameOf, StringComparer.Ordinal).Select(item => PartsOf([viewOf(item)]));
        return Cut(groups.SelectMany(parts => parts).SkipWhile(part => string.CompareOrdinal(part.Key, after) <= 0), "");
    }

    /// <summary>One page of what several brokers say.</summary>
    public Page<TView> Join(IReadOnlyCollection<Page<TView>> pages)
    {
        // Beyond the end of a page, its broker may have more.
        var end = pages.Select(page => page.Next).Where(next => next.Length > 0).Order(StringComparer.Ordinal).FirstOrDefault("");
        var groups = pages.SelectMany(page => page.Views).GroupBy(NameOf).OrderBy(group => group.Key, StringComparer.Ordinal).Select(PartsOf);
        return Cut(groups.SelectMany(parts => parts).TakeWhile(part => end.Length == 0 || string.CompareOrdinal(part.Key, end) <= 0), end);
    }

    /// <summary>Whole views of the parts on all pages, or of several brokers.</summary>
    public IReadOnlyList<TView> Whole(IEnumerable<TView> parts) => [.. parts.GroupBy(NameOf).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group =>
    {
        TView? whole = null;
        foreach (var part in group)
        {
            whole = whole is null ? part.Clone() : Add(whole, part);
        }

        return whole!;
    })];

    protected abstract string NameOf(TView view);

    /// <summary>The head with an empty key, if this is not only a part; then the others.</summary>
    protected abstract IEnumerable<(string Key, TView Part)> Split(TView view);

    /// <returns>The first of them, with what the other one has, or another view that has it all.</returns>
    protected abstract TView Add(TView whole, TView part);

    private IOrderedEnumerable<(string Key, TView Part)> PartsOf(IEnumerable<TView> views) =>
        views.SelectMany(view => Split(view).Select(part => (Key: $"{NameOf(view)}{Between}{part.Key}", part.Part))).OrderBy(part => part.Key, StringComparer.Ordinal);

    private Page<TView> Cut(IEnumerable<(string Key, TView Part)> parts, string next)
    {
        var (views, bytes, last) = (new List<TView>(), 0, "");
        foreach (var (key, part) in parts)
        {
            bytes += Batches.SizeOf(part);
            // Two brokers may tell of one thing, while it moves.
            if (bytes > Batches.MaxBytes && last.Length > 0 && key != last)
                return new Page<TView>(Whole(views), last);
            views.Add(part);
            last = key;
        }

        return new Page<TView>(Whole(views), next);
    }
}

/// <param name="Views">In the order of their names; of the first and of the last there may be more on other pages.</param>
/// <param name="Next">Where the next page begins; empty: that was all.</param>
internal sealed record Page<TView>(IReadOnlyList<TView> Views, string Next);
