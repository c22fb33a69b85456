using System.Globalization;

namespace Actors.Internal;

/// <summary><c>host:port</c>; an IPv6 address stands in brackets, as nobody could tell otherwise where it ends.</summary>
/// <param name="Host">A name or an address, without brackets.</param>
/// <param name="Port">From 1 up; 0 of one that is still to be chosen.</param>
internal sealed record HostPort(string Host, int Port)
{
    /// <summary>Null when it is none.</summary>
    public static HostPort? TryParse(string text)
    {
        var colon = text.LastIndexOf(':');
        if (colon <= 0 || !int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port is < 1 or > ushort.MaxValue)
            return null;
        var host = text[..colon];
        if (host is ['[', .. var inner, ']'])
            return Uri.CheckHostName(inner) == UriHostNameType.IPv6 ? new HostPort(inner, port) : null;
        return Uri.CheckHostName(host) is UriHostNameType.Dns or UriHostNameType.IPv4 ? new HostPort(host, port) : null;
    }

    public override string ToString() => Host is [not '[', ..] && Host.Contains(':') ? $"[{Host}]:{Port}" : $"{Host}:{Port}";
}
