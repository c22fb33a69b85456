using System.Collections.Immutable;
using Akka.Actor;

namespace Akka.Cluster.Tools.Client.Internal;

internal sealed record ClientOptions
{
    public required IImmutableSet<ActorPath> InitialContacts { get; init; }

    public required TimeSpan EstablishingGetContactsInterval { get; init; }

    public required TimeSpan RefreshContactsInterval { get; init; }

    public required TimeSpan HeartbeatInterval { get; init; }

    public required TimeSpan AcceptableHeartbeatPause { get; init; }

    public required int BufferSize { get; init; }

    public required TimeSpan? ReconnectTimeout { get; init; }

    public required bool VerboseLogging { get; init; }
}
