using System.Collections.Frozen;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Actors.Dataflow.Values;

namespace Actors.Dataflow.Schemas;

/// <summary>What texts of a format look like: those of JSON schema, and those of a flow.</summary>
internal sealed class SchemaFormats(IReadOnlyDictionary<string, FlowPattern> own, TimeSpan matchLimit)
{
    private static readonly FlowPattern Moment = FlowPattern.Parse(@"^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})$");

    private static readonly FlowPattern Email = FlowPattern.Parse(@"^[^@\s]+@[^@\s]+$");

    private static readonly FlowPattern HostName = FlowPattern.Parse(@"^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*$");

    private static readonly FlowPattern JsonPointer = FlowPattern.Parse("^(/([^~/]|~[01])*)*$");

    private static readonly FrozenDictionary<string, Func<string, bool>> Standard = new Dictionary<string, Func<string, bool>>
    {
        ["date-time"] = text => Moment.IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        ["date"] = text => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        ["time"] = text => Moment.IsMatch($"2000-01-01T{text}") && DateTimeOffset.TryParse($"2000-01-01T{text}", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        ["duration"] = text => IsDuration(text),
        ["email"] = Email.IsMatch,
        ["hostname"] = text => text.Length <= 253 && HostName.IsMatch(text),
        ["ipv4"] = text => text.Split('.').Length == 4 && IPAddress.TryParse(text, out var address) && address.AddressFamily == AddressFamily.InterNetwork,
        ["ipv6"] = text => !text.Contains('%') && IPAddress.TryParse(text, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6,
        ["uri"] = text => Uri.IsWellFormedUriString(text, UriKind.Absolute),
        ["uri-reference"] = text => Uri.IsWellFormedUriString(text, UriKind.RelativeOrAbsolute),
        ["uuid"] = text => Guid.TryParseExact(text, "D", out _),
        ["regex"] = IsPattern,
        ["json-pointer"] = JsonPointer.IsMatch,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static IEnumerable<string> Known => Standard.Keys.Order(StringComparer.Ordinal);

    public Func<string, bool>? Find(string name) => own.TryGetValue(name, out var pattern) ? pattern.Within(matchLimit).IsMatch : Standard.GetValueOrDefault(name);

    private static bool IsDuration(string text)
    {
        try
        {
            return text.Length > 0 && text[0] != '-' && System.Xml.XmlConvert.ToTimeSpan(text) >= TimeSpan.Zero;
        }
        catch (Exception failure) when (failure is FormatException or OverflowException)
        {
            return false;
        }
    }

    private static bool IsPattern(string text)
    {
        try
        {
            return FlowPattern.Parse(text) is not null;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
