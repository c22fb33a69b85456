using Akka.Configuration;

namespace Akka.Cluster.Tools.PublishSubscribe.Internal;

/// <summary>What the mediator reads of its settings.</summary>
internal sealed record PubSubOptions(
    string? Role,
    RouteeChoice Choice,
    TimeSpan GossipInterval,
    TimeSpan RemovedTimeToLive,
    int MaxDeltaElements,
    bool SendToDeadLettersWhenNoSubscribers);

/// <summary>Which of several registered actors gets a message for one.</summary>
internal enum RouteeChoice
{
    Random,
    RoundRobin,
    Broadcast
}

internal static class RouteeChoices
{
    public static RouteeChoice Parse(string text) => text switch
    {
        "random" => RouteeChoice.Random,
        "round-robin" => RouteeChoice.RoundRobin,
        "broadcast" => RouteeChoice.Broadcast,
        _ => throw new ConfigurationException($"akka.cluster.pub-sub.routing-logic: expected random, round-robin or broadcast, found '{text}'.")
    };
}
