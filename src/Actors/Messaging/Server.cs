namespace Actors.Messaging;

/// <summary>A server whose messages are text. For others, such as records, see <see cref="Server{TMessage}"/>.</summary>
public sealed class Server : Server<string>
{
    /// <inheritdoc/>
    public Server(int pid, ServerConfig config, ServerSettings? settings = null)
        : base(pid, config, settings)
    {
    }

    /// <inheritdoc/>
    public Server(int pid, string configFile, ServerSettings? settings = null)
        : base(pid, configFile, settings)
    {
    }

    /// <summary>Makes a server and starts it.</summary>
    /// <exception cref="ActorsException">As the constructor and <see cref="Server{TMessage}.Start()"/>.</exception>
    public static Server Start(int pid, ServerConfig config, ServerSettings? settings = null)
    {
        var server = new Server(pid, config, settings);
        server.Start();
        return server;
    }

    /// <inheritdoc cref="Start(int, ServerConfig, ServerSettings?)"/>
    public static Server Start(int pid, string configFile, ServerSettings? settings = null) => Start(pid, ServerConfig.Load(configFile), settings);

    /// <inheritdoc cref="Start(int, ServerConfig, ServerSettings?)"/>
    public static Server<TMessage> Start<TMessage>(int pid, ServerConfig config, ServerSettings? settings = null)
        where TMessage : notnull
    {
        var server = new Server<TMessage>(pid, config, settings);
        server.Start();
        return server;
    }

    /// <inheritdoc cref="Start(int, ServerConfig, ServerSettings?)"/>
    public static Server<TMessage> Start<TMessage>(int pid, string configFile, ServerSettings? settings = null)
        where TMessage : notnull => Start<TMessage>(pid, ServerConfig.Load(configFile), settings);
}
