namespace Akka.Api.Tests.Listing;

/// <summary>The public types of one or more assemblies.</summary>
/// <param name="Types">The types that users may name.</param>
/// <param name="Hidden">Public types that carry <c>[InternalApi]</c>, without their members.</param>
internal sealed record ApiListing(IReadOnlyList<ApiType> Types, IReadOnlyList<ApiType> Hidden)
{
    private readonly Dictionary<string, ApiType> _byFullName = Types.ToDictionary(type => type.FullName);
    private readonly ILookup<string, ApiType> _byShortName = Types.ToLookup(type => type.ShortName);
    private readonly HashSet<string> _shortNames = [.. Types.Concat(Hidden).Select(type => type.ShortName)];
    private readonly HashSet<string> _mentioned = [.. Types.SelectMany(type => type.Members.Append(type.Header)).SelectMany(Words.Identifiers)];

    /// <summary>Reads a listing: a line a namespace, indented by two a type, by four a member.</summary>
    public static ApiListing Parse(string text)
    {
        var types = new List<ApiType>();
        var space = "";
        var header = "";
        var members = new List<string>();
        foreach (var line in text.TrimStart('\uFEFF').ReplaceLineEndings("\n").Split('\n'))
        {
            if (line.StartsWith("    ", StringComparison.Ordinal)) members.Add(line.Trim());
            else if (line.Length > 0)
            {
                Finish();
                if (line.StartsWith("namespace ", StringComparison.Ordinal)) space = line["namespace ".Length..];
                else header = line.Trim();
            }
        }

        Finish();
        return new ApiListing(types, []);

        void Finish()
        {
            if (header.Length > 0) types.Add(new ApiType(space, header, [.. members]));
            header = "";
            members.Clear();
        }
    }

    public static ApiListing Union(IEnumerable<ApiListing> listings)
    {
        var all = listings.ToList();
        return new ApiListing([.. all.SelectMany(listing => listing.Types)], [.. all.SelectMany(listing => listing.Hidden)]);
    }

    public ApiType? Find(string fullName) => _byFullName.GetValueOrDefault(fullName);

    public bool HasShortName(string shortName) => _shortNames.Contains(shortName);

    /// <summary>True when some line names the type, as a base or in a signature.</summary>
    public bool Mentions(string shortName) => _mentioned.Contains(shortName);

    /// <summary>The types that a type inherits from, as far as they are in the listing, nearest first.</summary>
    public IEnumerable<ApiType> Ancestors(ApiType type)
    {
        var found = new List<ApiType>();
        var open = new Queue<ApiType>([type]);
        while (open.TryDequeue(out var next))
        {
            foreach (var ancestor in next.Bases.SelectMany(name => _byShortName[Words.WithoutArguments(name)]))
            {
                if (ancestor == type || found.Contains(ancestor)) continue;
                found.Add(ancestor);
                open.Enqueue(ancestor);
            }
        }

        return found;
    }
}
