using System.Globalization;

namespace Actors.Messaging;

/// <summary>Where one server listens; printed as <c>host:port</c>.</summary>
/// <param name="Pid">From 0 up.</param>
/// <param name="Host">A name or an address; an IPv6 one without its brackets.</param>
public sealed record ServerAddress(int Pid, string Host, int Port)
{
    internal string HostInPaths => Host.Contains(':') ? $"[{Host}]" : Host;

    public override string ToString() => $"{HostInPaths}:{Port}";

    /// <summary>Null when <paramref name="text"/> is not <c>host:port</c>.</summary>
    internal static ServerAddress? TryParse(int pid, string text)
    {
        var colon = text.LastIndexOf(':');
        if (colon <= 0 || !int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port is < 1 or > 65535)
            return null;
        var host = text[..colon];
        if (host is ['[', .. var inner, ']'])
            return Uri.CheckHostName(inner) == UriHostNameType.IPv6 ? new(pid, inner, port) : null;
        return Uri.CheckHostName(host) is UriHostNameType.Dns or UriHostNameType.IPv4 ? new(pid, host, port) : null;
    }
}
