namespace Akka.Remote.Internal.Network;

/// <summary>What <c>akka.remote.dot-netty.tcp</c> says about sockets.</summary>
internal sealed record TcpSettings
{
    public TimeSpan ConnectionTimeout { get; init; } = TimeSpan.FromSeconds(15);

    public int Backlog { get; init; } = 4096;

    public bool NoDelay { get; init; } = true;

    public bool KeepAlive { get; init; } = true;

    public int SendBufferBytes { get; init; } = 256_000;

    public int ReceiveBufferBytes { get; init; } = 256_000;

    public bool PreferIPv6 { get; init; }

    /// <summary>Null for plain TCP.</summary>
    public TlsSettings? Tls { get; init; }
}
