using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;
using Actors.Messaging.Internal;

namespace Actors.Messaging;

/// <summary>
/// Who the servers are and where they listen: a stream of JSON objects such as <c>{"Pid": 1, "Addr": "127.0.0.1:5001"}</c>, with white space between them. All servers
/// have the same one.
/// </summary>
public sealed class ServerConfig
{
    private readonly FrozenDictionary<int, ServerAddress> _byPid;

    internal ServerConfig(IEnumerable<ServerAddress> servers, string source)
    {
        Servers = [.. servers];
        _byPid = Servers.ToFrozenDictionary(server => server.Pid);
        Source = source;
    }

    /// <summary>In the order of the stream.</summary>
    public ImmutableArray<ServerAddress> Servers { get; }

    /// <summary>For error messages: the file, or "the config".</summary>
    internal string Source { get; }

    /// <exception cref="ActorsException">The file cannot be read or is wrong (<see cref="ErrorCodes.Invalid"/>); the message says where.</exception>
    public static ServerConfig Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            return ServerConfigReader.Read(File.ReadAllBytes(path), path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ActorsException(ErrorCodes.Invalid, $"the config file {path} cannot be read: {failure.Message}", failure);
        }
    }

    /// <exception cref="ActorsException">The text is wrong (<see cref="ErrorCodes.Invalid"/>); the message says where.</exception>
    public static ServerConfig Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return ServerConfigReader.Read(Encoding.UTF8.GetBytes(text), "the config");
    }

    /// <summary>Null when there is no such server.</summary>
    public ServerAddress? Find(int pid) => _byPid.GetValueOrDefault(pid);

    /// <summary>The stream of JSON objects that this was read from, or would be.</summary>
    public override string ToString() => string.Concat(Servers.Select(server => $"{{\"Pid\": {server.Pid}, \"Addr\": \"{server}\"}}\n"));
}
