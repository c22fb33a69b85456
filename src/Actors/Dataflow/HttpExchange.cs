using System.Collections.Immutable;

namespace Actors.Dataflow;

/// <summary>The HTTP side of an event: what was asked, and what is to be replied. The body is the event's data.</summary>
public sealed record HttpExchange
{
    private static readonly ImmutableDictionary<string, string> NoHeaders = ImmutableDictionary.Create<string, string>(StringComparer.OrdinalIgnoreCase);

    public string Method { get; init; } = "GET";

    /// <summary>Path without the query, with no slash at its end.</summary>
    public string Path { get; init; } = "/";

    /// <summary>The query, a value a name; the last one wins.</summary>
    public ImmutableDictionary<string, string> Query { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>What the variable parts of the route stood for.</summary>
    public ImmutableDictionary<string, string> Route { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Headers of the request, names in any case.</summary>
    public ImmutableDictionary<string, string> Headers { get; init; } = NoHeaders;

    /// <summary>Who the request comes from, after somebody has checked it; null: nobody has.</summary>
    public string? User { get; init; }

    /// <summary>Status of the reply; null: what follows from the reply's data and error.</summary>
    public int? Status { get; init; }

    /// <summary>Headers of the reply.</summary>
    public ImmutableDictionary<string, string> ReplyHeaders { get; init; } = NoHeaders;

    /// <summary>Cookies of the reply, each as a whole <c>Set-Cookie</c>.</summary>
    public ImmutableArray<string> Cookies { get; init; } = [];

    /// <summary>Whether a header can be called so (RFC 9110, 5.6.2).</summary>
    internal static bool IsHeaderName(string name) => name.Length > 0 && name.All(letter => char.IsAsciiLetterOrDigit(letter) || "!#$%&'*+-.^_`|~".Contains(letter));

    public HttpExchange WithReplyHeader(string name, string value) => this with { ReplyHeaders = ReplyHeaders.SetItem(name, value) };
}
