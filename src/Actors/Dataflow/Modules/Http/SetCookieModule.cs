using Actors.Dataflow.Values;
using Microsoft.Net.Http.Headers;

namespace Actors.Dataflow.Modules.Http;

/// <summary>Settings of <c>set-cookie</c>.</summary>
public sealed record SetCookieSettings : ICheckedSettings
{
    public required string Name { get; init; }

    /// <summary>For example <c>{session/id}</c>.</summary>
    public required FlowTemplate Value { get; init; }

    public string Path { get; init; } = "/";

    /// <summary>Null: the host that was asked, and none below it.</summary>
    public string? Domain { get; init; }

    /// <summary>Null: until the browser is closed.</summary>
    public TimeSpan? MaxAge { get; init; }

    /// <summary>Only over TLS.</summary>
    public bool Secure { get; init; }

    /// <summary>Not for scripts of the page.</summary>
    public bool HttpOnly { get; init; } = true;

    public SameSiteMode SameSite { get; init; } = SameSiteMode.Lax;

    public IEnumerable<SettingProblem> Problems()
    {
        // Names of cookies and of headers have the same letters.
        if (!HttpExchange.IsHeaderName(Name)) yield return new SettingProblem(nameof(Name), $"'{Name}' cannot be the name of a cookie");
        if (!IsPart(Path)) yield return new SettingProblem(nameof(Path), $"'{Path}' cannot be the path of a cookie");
        if (Domain is not null && !IsPart(Domain)) yield return new SettingProblem(nameof(Domain), $"'{Domain}' cannot be the domain of a cookie");
        if (SameSite == SameSiteMode.None && !Secure) yield return new SettingProblem(nameof(SameSite), "browsers take a cookie for all sites only over TLS; set secure = on");
    }

    private static bool IsPart(string text) => text.All(letter => char.IsAscii(letter) && !char.IsControl(letter) && letter is not (';' or ','));
}

/// <summary>Gives the client a cookie (RFC 6265) with the reply that the event becomes.</summary>
[FlowModule("set-cookie", "Gives the client a cookie with the reply.", NeedsHttp = true)]
public sealed class SetCookieModule(SetCookieSettings settings) : FlowModule
{
    protected override ValueTask HandleAsync(FlowEvent item, string inbox, CancellationToken cancel)
    {
        if (item.Http is not { } http) throw new FlowException(FlowErrorKind.Unprocessable, "the event did not come by HTTP");
        // What comes of an event may hold anything: only some letters are a cookie's.
        var cookie = new SetCookieHeaderValue(settings.Name, Uri.EscapeDataString(settings.Value.Render(item)))
        {
            Path = settings.Path,
            Domain = settings.Domain,
            MaxAge = settings.MaxAge,
            Secure = settings.Secure,
            HttpOnly = settings.HttpOnly,
            SameSite = settings.SameSite,
        };
        return SendAsync(item with { Http = http with { Cookies = http.Cookies.Add(cookie.ToString()) } });
    }
}
