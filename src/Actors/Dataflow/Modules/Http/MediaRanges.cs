using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Actors.Dataflow.Modules.Http;

/// <summary>The header <c>Accept</c> (RFC 9110, 12.5.1): what a client wants, and how much.</summary>
internal static class MediaRanges
{
    /// <returns>Of some types the one that is wanted most, the first of equals; null: none of them.</returns>
    public static string? Best(string accept, IReadOnlyList<string> types)
    {
        if (string.IsNullOrWhiteSpace(accept) || !MediaTypeHeaderValue.TryParseList((string[])[accept], out var ranges) || ranges.Count == 0) return types[0];
        var best = types.Select(type => (Type: type, Quality: QualityOf(type, ranges))).MaxBy(each => each.Quality);
        return best.Quality > 0 ? best.Type : null;
    }

    // The most specific range counts, not the best one: text/html;q=0, */* is all but HTML.
    private static double QualityOf(string type, IList<MediaTypeHeaderValue> ranges)
    {
        var asked = new MediaTypeHeaderValue(new StringSegment(type));
        var fitting = ranges.Where(range => asked.IsSubsetOf(Bare(range))).OrderByDescending(range => range.MatchesAllTypes ? 0 : range.MatchesAllSubTypes ? 1 : 2).FirstOrDefault();
        return fitting is null ? 0 : fitting.Quality ?? 1;
    }

    private static MediaTypeHeaderValue Bare(MediaTypeHeaderValue range) => new(range.MediaType);
}
