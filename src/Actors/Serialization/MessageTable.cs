using System.Collections.Frozen;
using System.Runtime.Serialization;
using Google.Protobuf;

namespace Actors.Serialization;

/// <summary>All messages that travel between nodes, by manifest and by type. Each feature keeps its own list; this is where they come together.</summary>
internal static class MessageTable
{
    /// <summary>A feature adds its list here. (First, as the tables below are made of it.)</summary>
    public static IReadOnlyList<WireMessage> Messages { get; } =
    [
        .. LinkMessages.All, .. StorageMessages.All, .. ClientMessages.All, .. JobsMessages.All, .. GatewayMessages.All, .. MessagingMessages.All, .. ServicesMessages.All,
        .. DeploymentMessages.All, .. DataflowMessages.All,
    ];

    private static readonly FrozenDictionary<string, MessageParser> Parsers = Messages.ToFrozenDictionary(message => message.Manifest, message => message.Parser);

    private static readonly FrozenDictionary<Type, string> Manifests = Messages.ToFrozenDictionary(message => message.Type, message => message.Manifest);

    public static string ManifestOf(Type type) => Manifests.TryGetValue(type, out var manifest)
        ? manifest
        : throw new SerializationException($"{type} is in no feature's list of messages (src/Actors/Serialization/*Messages.cs).");

    public static MessageParser ParserOf(string manifest) => Parsers.TryGetValue(manifest, out var parser)
        ? parser
        : throw new SerializationException($"The manifest '{manifest}' is unknown: it may come from a newer version.");
}
