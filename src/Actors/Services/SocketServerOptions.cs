using System.Security.Cryptography.X509Certificates;
using Actors.Configuration;

namespace Actors.Services;

/// <summary>Where a <see cref="SocketServer"/> listens and what it allows. Every limit has a default that suits many small calls on one machine.</summary>
public sealed record SocketServerOptions
{
    private const int MinFrameBytes = 4096; // an error reply with its texts cut must fit

    /// <summary>An address of this machine. Beyond loopback a server needs <see cref="Tls"/> or <see cref="Insecure"/>.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>Null: no encryption.</summary>
    public SocketServerTls? Tls { get; init; }

    /// <summary>Listen beyond loopback without TLS, where the network itself keeps strangers out.</summary>
    public bool Insecure { get; init; }

    /// <summary>Of a frame that comes or goes. Default 1 MiB; at least 4 KiB.</summary>
    public int MaxFrameBytes { get; init; } = 1024 * 1024;

    /// <summary>Of the JSON in a frame. Default 64, as in System.Text.Json.</summary>
    public int MaxDepth { get; init; } = 64;

    /// <summary>Further ones are closed at once. Default 4096: below the usual limits of open files.</summary>
    public int MaxConnections { get; init; } = 4096;

    /// <summary>Requests of one connection that run at the same time; further ones are answered with <c>overloaded</c>. A batch counts once. Default 128.</summary>
    public int MaxRequestsPerConnection { get; init; } = 128;

    /// <summary>
    /// Calls of all connections that run at a time; further ones wait. Default 1: the object need not be made for several threads. A stream that waits for its reader lets others run
    /// between two of its values. More than 1 says that the object's methods may be called by several threads at the same time.
    /// </summary>
    public int Concurrency { get; init; } = 1;

    /// <summary>Messages in one batch. Default 1000.</summary>
    public int MaxBatch { get; init; } = 1000;

    /// <summary>How long one frame may take to come from its first byte on, or to go; and a TLS handshake. Default 30 s.</summary>
    public TimeSpan FrameTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a connection may be silent while none of its calls runs. Default 5 min.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a call, or the next item of a stream, may take. Default 1 h: callers have limits of their own, this one is for those who have forgotten.</summary>
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long a stream waits for a client that takes none of its items. Default 1 min.</summary>
    public TimeSpan StreamPatience { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long <see cref="SocketServer.StopAsync"/> lets running calls go on. Default 10 s.</summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether callers see the stack of what a method threw. Default yes.</summary>
    public bool ShowStacks { get; init; } = true;

    /// <summary>Gets a line for each connection that misbehaves and for each defect; called from any thread.</summary>
    public Action<string>? Log { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    internal void Validate()
    {
        Require(MaxFrameBytes >= MinFrameBytes, nameof(MaxFrameBytes), $"at least {MinFrameBytes}");
        Require(MaxDepth is >= 4 and <= 1000, nameof(MaxDepth), "4 to 1000");
        Require(MaxConnections > 0, nameof(MaxConnections), "at least 1");
        Require(MaxRequestsPerConnection > 0, nameof(MaxRequestsPerConnection), "at least 1");
        Require(Concurrency > 0, nameof(Concurrency), "at least 1");
        Require(MaxBatch > 0, nameof(MaxBatch), "at least 1");
        Require(FrameTimeout > TimeSpan.Zero, nameof(FrameTimeout), "a positive time");
        Require(IdleTimeout > TimeSpan.Zero, nameof(IdleTimeout), "a positive time");
        Require(CallTimeout > TimeSpan.Zero, nameof(CallTimeout), "a positive time");
        Require(StreamPatience > TimeSpan.Zero, nameof(StreamPatience), "a positive time");
        Require(DrainTimeout >= TimeSpan.Zero, nameof(DrainTimeout), "a time that is not negative");
        if (!ListenPolicy.IsLoopback(Host) && Tls == null && !Insecure)
        {
            throw new ActorsException(
                ErrorCodes.Invalid,
                $"{nameof(Host)}: expected a loopback address and not '{Host}', because whoever reaches the port can call; give a certificate ({nameof(Tls)}), or set {nameof(Insecure)}");
        }
    }

    private static void Require(bool holds, string name, string expected)
    {
        if (!holds) throw new ActorsException(ErrorCodes.Invalid, $"{nameof(SocketServerOptions)}.{name}: expected {expected}");
    }
}

/// <summary>The certificate of a <see cref="SocketServer"/>, and whose clients it lets in.</summary>
/// <param name="Certificate">With its private key.</param>
/// <param name="ClientAuthority">Clients must show a certificate that one of these has signed; null: any client.</param>
public sealed record SocketServerTls(X509Certificate2 Certificate, X509Certificate2Collection? ClientAuthority = null);
