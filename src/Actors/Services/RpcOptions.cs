using System.Security.Cryptography.X509Certificates;

namespace Actors.Services;

/// <summary>How a client made by <see cref="Rpc"/> connects and how long it waits.</summary>
public sealed record RpcOptions
{
    /// <summary>For a connection, and its TLS handshake, to open. Default 5 s.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>For an answer, from the call on; of a stream, for its beginning. Default 30 s. See also <see cref="RpcClient.With"/>.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Whether every call may be sent again when its connection broke before the answer: right only for methods that may run twice. Default no: such a call
    /// fails at once with <see cref="ErrorCodes.Lost"/>. See also <see cref="RpcClient.With"/>.
    /// </summary>
    public bool Repeatable { get; init; }

    /// <summary>Null: no encryption.</summary>
    public RpcTlsOptions? Tls { get; init; }

    /// <summary>Calls at the same time over one connection; when all connections have so many, another one is opened. Default 64.</summary>
    public int CallsPerConnection { get; init; } = 64;

    /// <summary>Default 4. When all have as many calls as they may, further calls wait.</summary>
    public int MaxConnections { get; init; } = 4;

    /// <summary>Calls that wait; further ones fail with <see cref="ErrorCodes.Overloaded"/>. Default 100,000.</summary>
    public int MaxWaiting { get; init; } = 100_000;

    /// <summary>Of a frame that comes or goes. Default 1 MiB, as the server's.</summary>
    public int MaxFrameBytes { get; init; } = 1024 * 1024;

    /// <summary>How long one frame may take to come from its first byte on, or to go. Default 30 s.</summary>
    public TimeSpan FrameTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How many bytes of a stream the server may send ahead of its reader. Default 256 KiB.</summary>
    public int StreamWindowBytes { get; init; } = 256 * 1024;

    public TimeProvider Time { get; init; } = TimeProvider.System;

    internal void Validate()
    {
        Require(ConnectTimeout > TimeSpan.Zero, nameof(ConnectTimeout), "a positive time");
        Require(Timeout > TimeSpan.Zero || Timeout == System.Threading.Timeout.InfiniteTimeSpan, nameof(Timeout), "a positive time, or Timeout.InfiniteTimeSpan");
        Require(CallsPerConnection > 0, nameof(CallsPerConnection), "at least 1");
        Require(MaxConnections > 0, nameof(MaxConnections), "at least 1");
        Require(MaxWaiting >= 0, nameof(MaxWaiting), "at least 0");
        Require(MaxFrameBytes >= 4096, nameof(MaxFrameBytes), "at least 4096");
        Require(FrameTimeout > TimeSpan.Zero, nameof(FrameTimeout), "a positive time");
        Require(StreamWindowBytes > 0, nameof(StreamWindowBytes), "at least 1");
    }

    private static void Require(bool holds, string name, string expected)
    {
        if (!holds) throw new ActorsException(ErrorCodes.Invalid, $"{nameof(RpcOptions)}.{name}: expected {expected}");
    }
}

/// <summary>Whom a client trusts, and who it is.</summary>
/// <param name="Authority">The server's certificate must be signed by one of these; null: by one that this machine trusts.</param>
/// <param name="Certificate">The client's own, with its private key, for servers that ask for one.</param>
/// <param name="ServerName">The name in the server's certificate; null: the host of its address.</param>
public sealed record RpcTlsOptions(X509Certificate2Collection? Authority = null, X509Certificate2? Certificate = null, string? ServerName = null);
