using Actors.Internal;

namespace Actors.Messaging;

/// <summary>Where one server listens; printed as <c>host:port</c>.</summary>
/// <param name="Pid">From 0 up.</param>
/// <param name="Host">A name or an address; an IPv6 one without its brackets.</param>
public sealed record ServerAddress(int Pid, string Host, int Port)
{
    public override string ToString() => new HostPort(Host, Port).ToString();

    /// <summary>Null when <paramref name="text"/> is not <c>host:port</c>.</summary>
    internal static ServerAddress? TryParse(int pid, string text) => HostPort.TryParse(text) is { } parsed ? new ServerAddress(pid, parsed.Host, parsed.Port) : null;
}
