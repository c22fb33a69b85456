namespace Actors.Storage.Internal.Planning;

/// <summary>One node's page of a list, ordered by id; cut at its last id when there is more.</summary>
internal sealed record ListPage(IReadOnlyList<ObjectInfo> Records, bool More);

/// <summary>The pages of all nodes as one.</summary>
internal static class ListMerge
{
    /// <summary>
    /// Each id once, in its largest state, ordered. Above the last id of a page that was cut nothing is known of that node: the merged page ends there and has more.
    /// </summary>
    public static ListPage Merge(IReadOnlyCollection<ListPage> pages, int limit)
    {
        var cut = pages.Where(page => page is { More: true, Records.Count: > 0 }).Select(page => (ObjectId?)page.Records[^1].Id).Min();
        var merged = pages.SelectMany(page => page.Records)
            .Where(record => cut is null || record.Id <= cut)
            .GroupBy(record => record.Id, (_, same) => same.OrderByDescending(record => record.State).ThenByDescending(record => record.Name, StringComparer.Ordinal).First())
            .OrderBy(record => record.Id)
            .ToList();
        return new ListPage([.. merged.Take(limit)], cut is not null || merged.Count > limit);
    }
}
