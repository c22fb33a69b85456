using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Actors.Dataflow.Modules.Http;

/// <summary>Settings of <see cref="BasicAuthModule"/>.</summary>
public sealed record BasicAuthSettings : ICheckedSettings
{
    /// <summary>What the client is told that its password is for.</summary>
    public string Realm { get; init; } = "flow";

    /// <summary>Names and passwords; <c>${VARIABLE}</c> keeps a password out of the file.</summary>
    public IReadOnlyDictionary<string, string> Users { get; init; } = new Dictionary<string, string>();

    public IEnumerable<SettingProblem> Problems()
    {
        if (Realm.Any(char.IsControl)) yield return new SettingProblem(nameof(Realm), "has a control character in it, which no header may have");
        foreach (var name in Users.Keys.Where(name => name.Contains(':'))) yield return new SettingProblem(nameof(Users), $"nobody can be called '{name}': what follows a colon is the password");
    }
}

/// <summary>
/// Lets requests on that know the name and the password of a user (RFC 7617). All others go to the error outbox as <see cref="FlowErrorKind.Unauthorized"/>, which a server replies as 401. Derive from it to
/// ask somebody else.
/// </summary>
[FlowModule("basic-auth", "Lets HTTP requests on that have the name and password of a user; others go to the error outbox as 401.", NeedsHttp = true)]
public class BasicAuthModule(BasicAuthSettings settings) : FlowModule
{
    private const string Scheme = "Basic ";

    protected sealed override async ValueTask HandleAsync(FlowEvent item, string inbox, CancellationToken cancel)
    {
        if (item.Http is not { } http) throw new FlowException(FlowErrorKind.Unprocessable, "the event did not come by HTTP");
        if (Read(http.Headers.GetValueOrDefault("Authorization")) is not var (user, password) || !await IsUserAsync(user, password, cancel))
            throw new FlowException(FlowErrorKind.Unauthorized, "name and password are missing or wrong") { Headers = ImmutableDictionary<string, string>.Empty.Add("WWW-Authenticate", $"Basic realm=\"{settings.Realm.Replace("\\", "\\\\").Replace("\"", "\\\"")}\", charset=\"UTF-8\"") };
        await SendAsync(item with { Http = http with { User = user } });
    }

    /// <summary>Whether this is the password of that user. The default looks into the settings, and takes as long for a name that there is not.</summary>
    protected virtual ValueTask<bool> IsUserAsync(string user, string password, CancellationToken cancel)
    {
        var isKnown = settings.Users.TryGetValue(user, out var expected);
        var isRight = CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(password)), SHA256.HashData(Encoding.UTF8.GetBytes(expected ?? "")));
        return ValueTask.FromResult(isKnown && isRight);
    }

    private static (string User, string Password)? Read(string? header)
    {
        if (header?.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) != true) return null;
        var bytes = new byte[header.Length];
        if (!Convert.TryFromBase64String(header[Scheme.Length..].Trim(), bytes, out var length)) return null;
        return Encoding.UTF8.GetString(bytes, 0, length).Split(':', 2) is [var user, var password] ? (user, password) : null;
    }
}
