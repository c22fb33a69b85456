using System.Globalization;

namespace Actors.Gateways.Rpc;

/// <summary>A server's address: <c>host:port</c>, an IPv6 one in brackets.</summary>
internal sealed record RpcAddress(string Host, int Port)
{
    /// <exception cref="ActorsException">invalid: it is no such address.</exception>
    public static RpcAddress Parse(string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        var colon = text.LastIndexOf(':');
        var host = colon > 0 ? text[..colon] : "";
        if (host is ['[', .., ']']) host = host[1..^1];
        else if (host.Contains(':')) host = ""; // an IPv6 address without brackets: where does it end?
        if (host.Length == 0 || !int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port is < 1 or > ushort.MaxValue)
            throw new ActorsException(ErrorCodes.Invalid, $"expected an address like 127.0.0.1:8786 and not '{text}'");
        return new RpcAddress(host, port);
    }

    public override string ToString() => Host.Contains(':') ? $"[{Host}]:{Port}" : $"{Host}:{Port}";
}
