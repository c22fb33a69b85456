using System.Net;

namespace Actors.Configuration;

/// <summary>Who can reach a port can run jobs: so a node does not listen beyond this machine unprotected, unless it is told to.</summary>
internal static class ListenPolicy
{
    public static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    /// <summary>Null when the listener is allowed, otherwise what is wrong and what to do.</summary>
    public static string? Refuse(string host, bool isProtected, bool insecure, string remedy) => IsLoopback(host) || isProtected || insecure
        ? null
        : $"expected a loopback address, because whoever reaches this port can run jobs; {remedy}, or set actors.insecure = on where the network itself keeps strangers out";
}
