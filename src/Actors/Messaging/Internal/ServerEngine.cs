using System.Collections.Immutable;
using Actors.Configuration;
using Akka.Actor;
using Akka.Configuration;

namespace Actors.Messaging.Internal;

/// <summary>Makes the small actor system that a server runs on.</summary>
internal static class ServerEngine
{
    private const string SystemName = "messaging";
    private const string Tcp = "akka.remote.dot-netty.tcp";

    /// <summary>A server says nothing while all is well, takes nothing from others but its messages, and tries peers that are down again soon.</summary>
    private static readonly Config Defaults = ConfigurationFactory.ParseString("""
        akka {
          loglevel = WARNING
          actor.provider = remote
          remote {
            untrusted-mode = on
            log-remote-lifecycle-events = off
            flush-wait-on-shutdown = 500 ms
          }
        }
        """).WithFallback(ReferenceConfig.Config);

    /// <exception cref="ActorsException">Beyond loopback without protection, as the settings are.</exception>
    public static void CheckSafe(ServerAddress own, ServerSettings settings)
    {
        var isProtected = settings.Secret is { Length: > 0 } || settings.Engine.GetBoolean($"{Tcp}.enable-ssl");
        if (!ListenPolicy.IsLoopback(own.Host) && !isProtected && !settings.Insecure)
        {
            throw new ActorsException(
                ErrorCodes.Invalid,
                $"pid {own.Pid} would listen on {own}, beyond this machine, and take messages from anybody: give the servers a Secret or TLS, or set Insecure where the network itself keeps strangers out");
        }
    }

    /// <exception cref="ActorsException">The address is in use or not this machine's, or a setting is wrong.</exception>
    public static ActorSystem Create(ServerAddress own, ServerSettings settings)
    {
        // Through objects, which need no quoting. The gate is shorter than the pause between attempts, so that each of them gets through.
        var ownSettings = ConfigurationFactory.FromObject(new
        {
            akka = new
            {
                remote = new Dictionary<string, object>
                {
                    ["retry-gate-closed-for"] = $"{Math.Max(1, (long)settings.RetryInterval.TotalMilliseconds / 2)} ms",
                    ["dot-netty"] = new { tcp = new Dictionary<string, object> { ["hostname"] = own.Host, ["port"] = own.Port } },
                },
            },
            actors = new { engine = new { remote = new { secret = settings.Secret ?? "" } } },
        });
        try
        {
            return ActorSystem.Create(SystemName, settings.Engine.WithFallback(ownSettings).WithFallback(Defaults));
        }
        catch (Exception failure) // the transport's exception types are the engine's own
        {
            var cause = failure;
            while (cause is not ConfigurationException && cause.InnerException is { } inner)
                cause = inner;
            throw cause is ConfigurationException
                ? new ActorsException(ErrorCodes.Invalid, $"pid {own.Pid} cannot start: {cause.Message}", failure)
                : new ActorsException(ErrorCodes.InUse, $"pid {own.Pid} cannot listen on {own}: {cause.Message}", failure);
        }
    }

    public static ImmutableSortedDictionary<int, string> PathsOf(IEnumerable<ServerAddress> servers, ServerSettings settings)
    {
        var protocol = settings.Engine.GetBoolean($"{Tcp}.enable-ssl") ? "akka.ssl.tcp" : "akka.tcp";
        return servers.ToImmutableSortedDictionary(server => server.Pid, server => $"{protocol}://{SystemName}@{server}/user/{ServerActor.ActorName}");
    }
}
