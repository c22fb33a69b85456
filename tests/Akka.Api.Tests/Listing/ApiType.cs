using System.Text.RegularExpressions;

namespace Akka.Api.Tests.Listing;

/// <summary>One public type of a listing: its header line and its member lines.</summary>
internal sealed partial record ApiType(string Namespace, string Header, IReadOnlyList<string> Members)
{
    private readonly Match _parts = Parts().Match(Header);

    /// <summary>Name with type parameters, below the names of the types around it.</summary>
    public string Name => IsDelegate ? Words.Split(Rest[..Rest.IndexOf('(')], " ")[^1] : Words.Split(Words.Split(Rest, " : ")[0], " where ")[0];

    public string FullName => $"{Namespace}.{Name}";

    /// <summary>The name by which other lines mention the type.</summary>
    public string ShortName => Words.WithoutArguments(Name);

    public bool IsInterface => Kind == "interface";

    public bool IsAbstract => _parts.Groups["modifiers"].Value.Contains("abstract", StringComparison.Ordinal);

    public bool IsDelegate => Kind == "delegate";

    public bool IsEnum => Kind == "enum";

    /// <summary>All of the header that is not about base types.</summary>
    public string HeaderWithoutBases
    {
        get
        {
            if (IsDelegate || Bases.Count == 0) return Header;
            return Header.Replace($" : {string.Join(", ", Bases)}", "", StringComparison.Ordinal);
        }
    }

    public IReadOnlyList<string> Bases
    {
        get
        {
            var parts = IsDelegate ? [Rest] : Words.Split(Words.Split(Rest, " where ")[0], " : ");
            return parts.Count > 1 ? Words.Split(parts[1], ", ") : [];
        }
    }

    private string Kind => _parts.Groups["kind"].Value;

    private string Rest => _parts.Groups["rest"].Value;

    [GeneratedRegex(@"^(\[Obsolete\] )?(?<modifiers>((static|abstract|sealed) )*)(?<kind>class|struct|interface|enum|delegate) (?<rest>.*)$")]
    private static partial Regex Parts();
}
