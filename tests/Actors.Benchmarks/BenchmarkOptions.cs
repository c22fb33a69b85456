namespace Actors.Benchmarks;

/// <summary>What the command line asks for.</summary>
internal sealed record BenchmarkOptions(IReadOnlyList<string> Sections, string Only, bool Json)
{
    /// <returns>Null when it is not understood.</returns>
    public static BenchmarkOptions? Parse(string[] arguments, IReadOnlyCollection<string> known)
    {
        var (sections, only, json) = (new List<string>(), "", false);
        for (var i = 0; i < arguments.Length; i++)
        {
            if (arguments[i] == "--json")
                json = true;
            else if (arguments[i] == "--only" && i + 1 < arguments.Length)
                only = arguments[++i];
            else if (arguments[i] == "all")
                sections.AddRange(known);
            else if (known.Contains(arguments[i]))
                sections.Add(arguments[i]);
            else
                return null;
        }

        return sections.Count > 0 ? new BenchmarkOptions(sections, only, json) : null;
    }

    public bool Wants(Measurement measurement) => measurement.What.Contains(Only, StringComparison.OrdinalIgnoreCase);
}
