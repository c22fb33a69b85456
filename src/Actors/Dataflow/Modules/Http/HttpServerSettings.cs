using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Actors.Configuration;
using Actors.Dataflow.Values;
using Microsoft.Net.Http.Headers;

namespace Actors.Dataflow.Modules.Http;

/// <summary>Where an <see cref="HttpServerModule"/> listens, what it takes, and its limits.</summary>
public sealed record HttpServerSettings : ICheckedSettings
{
    /// <summary>An address of this machine. Beyond loopback a server needs <see cref="Tls"/> or <see cref="Insecure"/>.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>0: a free one, which is told in a log line.</summary>
    [Range(0, 65535)]
    public int Port { get; init; } = 8080;

    /// <summary>Null: no encryption.</summary>
    public HttpTls? Tls { get; init; }

    /// <summary>Listen beyond loopback without TLS, where the network itself keeps strangers out, or a proxy is in front.</summary>
    public bool Insecure { get; init; }

    /// <summary>What is asked for, by names of outboxes. None: all requests go to all outboxes.</summary>
    public IReadOnlyDictionary<string, HttpRoute> Routes { get; init; } = new Dictionary<string, HttpRoute>();

    /// <summary>JSON replies as the origin wrote them: <c>{"data": ...}</c>.</summary>
    public bool Envelope { get; init; }

    /// <summary>How long a reply may take to come back; then the client gets 504.</summary>
    [Range(typeof(TimeSpan), "0:0:0.001", "1")]
    public TimeSpan ReplyTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a client may take for its headers. Its body has to come at 240 bytes a second at least, after a grace of 5 s.</summary>
    [Range(typeof(TimeSpan), "0:0:0.1", "1")]
    public TimeSpan HeadersTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Of a request; more is 413.</summary>
    [Range(0, 1024 * 1024 * 1024)]
    public long MaxBodyBytes { get; init; } = 1024 * 1024;

    /// <summary>Requests that are under way; more are 503.</summary>
    [Range(1, 1_000_000)]
    public int MaxRequests { get; init; } = 10_000;

    /// <summary>Clients that are connected; more are turned away at the door.</summary>
    [Range(1, 1_000_000)]
    public int MaxConnections { get; init; } = 10_000;

    /// <summary>A log line for each request.</summary>
    public bool LogRequests { get; init; }

    internal IPAddress Address => Host.Equals("localhost", StringComparison.OrdinalIgnoreCase) ? IPAddress.Loopback : IPAddress.Parse(Host);

    public IEnumerable<SettingProblem> Problems()
    {
        if (!Host.Equals("localhost", StringComparison.OrdinalIgnoreCase) && !IPAddress.TryParse(Host, out _))
            yield return new SettingProblem(nameof(Host), $"expected an address of this machine, such as 127.0.0.1 or 0.0.0.0; found {Host}");
        else if (!ListenPolicy.IsLoopback(Host) && Tls is null && !Insecure)
            yield return new SettingProblem(nameof(Host), $"{Host} can be reached from other machines; give a certificate (tls), or set insecure = on where the network itself keeps strangers out");
        foreach (var problem in RouteCheck.Problems(Routes)) yield return new SettingProblem(nameof(Routes), problem);
    }
}

/// <summary>Requests that go to one outbox. Routes within it begin with its path, and take over its methods and types where they say none.</summary>
public sealed record HttpRoute : ICheckedSettings
{
    /// <summary>
    /// Below the path of the route around it: <c>orders/{id}</c>, <c>files/{**rest}</c>. What stands for the names in braces is in the event's <c>http/route</c>. What stands for <c>{outbox}</c> is the outbox that the
    /// request goes to.
    /// </summary>
    public string Path { get; init; } = "";

    /// <summary>GET, POST, ...; others are 405. None: all.</summary>
    public IReadOnlyList<string> Methods { get; init; } = [];

    /// <summary>Types of bodies, such as <c>application/json</c>; others are 415. None: all.</summary>
    public IReadOnlyList<string> Types { get; init; } = [];

    /// <summary>Null: the outbox of the route's name.</summary>
    public string? Outbox { get; init; }

    public IReadOnlyDictionary<string, HttpRoute> Routes { get; init; } = new Dictionary<string, HttpRoute>();

    public IEnumerable<SettingProblem> Problems() =>
        Types.Where(type => !MediaTypeHeaderValue.TryParse(type, out _)).Select(type => new SettingProblem(nameof(Types), $"'{type}' is no type; expected, for example, application/json"));
}

/// <summary>Files of a certificate in PEM: the server's own first, then those that lead from it to one that clients know.</summary>
public sealed record HttpTls : ICheckedSettings
{
    public required FilePath Certificate { get; init; }

    public required FilePath Key { get; init; }

    public IEnumerable<SettingProblem> Problems()
    {
        SettingProblem? problem = null;
        try
        {
            Load().Dispose();
        }
        catch (Exception failure) when (failure is CryptographicException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            problem = new SettingProblem(nameof(Certificate), $"there is no certificate in {Certificate} with a key in {Key}: {failure.Message}");
        }

        if (problem is not null) yield return problem;
    }

    internal X509Certificate2 Load() => X509Certificate2.CreateFromPemFile(Certificate.Full, Key.Full);

    /// <summary>Those that follow in the file.</summary>
    internal X509Certificate2Collection LoadOthers()
    {
        var all = new X509Certificate2Collection();
        all.ImportFromPemFile(Certificate.Full);
        all.RemoveAt(0);
        return all;
    }
}
