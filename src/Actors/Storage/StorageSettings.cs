using Actors.Links;
using Akka.Configuration;

namespace Actors.Storage;

/// <summary>The settings under <c>actors.storage</c>; <c>reference.conf</c> says what each is for.</summary>
public sealed record StorageSettings
{
    public required int Replicas { get; init; }

    public required int WriteAcks { get; init; }

    public required int Weight { get; init; }

    public required long SegmentBytes { get; init; }

    public required long MaxObjectBytes { get; init; }

    public required int Readers { get; init; }

    public required int MaxTransfers { get; init; }

    public required int MaxPuts { get; init; }

    public required TimeSpan PutTimeout { get; init; }

    public required TimeSpan AttemptTimeout { get; init; }

    public required TimeSpan CopyPatience { get; init; }

    public required TimeSpan GetTimeout { get; init; }

    public required TimeSpan GetPatience { get; init; }

    public required TimeSpan LostMemory { get; init; }

    public required TimeSpan TransferTimeout { get; init; }

    public required TimeSpan SettleInterval { get; init; }

    public required int SettlePage { get; init; }

    public required TimeSpan ReassignAfter { get; init; }

    public required LinkSettings Link { get; init; }

    /// <param name="config">The whole configuration, with the reference settings below it.</param>
    /// <exception cref="ActorsException">A value is out of range; the message names its path.</exception>
    public static StorageSettings From(Config config)
    {
        ArgumentNullException.ThrowIfNull(config);
        var storage = config.GetConfig("actors.storage") ?? throw Wrong("", "missing", "the reference settings");
        var replicas = Within(storage, "replicas", 1, 16);
        return new StorageSettings
        {
            Replicas = replicas,
            WriteAcks = Within(storage, "write-acks", 1, replicas),
            Weight = Within(storage, "weight", 1, Cluster.RingMember.MaxWeight),
            SegmentBytes = Size(storage, "segment-size", 4 * 1024 * 1024),
            MaxObjectBytes = Size(storage, "max-object-size", 1024 * 1024),
            Readers = Within(storage, "readers", 1, 64),
            MaxTransfers = Within(storage, "max-transfers", 1, 10_000),
            MaxPuts = Within(storage, "max-puts", 1, 1_000_000),
            PutTimeout = Time(storage, "put-timeout"),
            AttemptTimeout = Time(storage, "attempt-timeout"),
            CopyPatience = Time(storage, "copy-patience"),
            GetTimeout = Time(storage, "get-timeout"),
            GetPatience = Time(storage, "get-patience"),
            LostMemory = Time(storage, "lost-memory"),
            TransferTimeout = Time(storage, "transfer-timeout"),
            SettleInterval = Time(storage, "settle-interval"),
            SettlePage = Within(storage, "settle-page", 1, 1000),
            ReassignAfter = Time(storage, "reassign-after"),
            Link = new LinkSettings(
                Within(storage, "link.window", 1, 4096), Time(storage, "link.interval"), Time(storage, "link.peer-timeout"), Time(storage, "link.stall-timeout")),
        };
    }

    private static int Within(Config storage, string name, int least, int most) => storage.GetInt(name) is var value && value >= least && value <= most
        ? value
        : throw Wrong(name, value, $"{least} to {most}");

    private static long Size(Config storage, string name, long least) => storage.GetByteSize(name) is { } value && value >= least
        ? value
        : throw Wrong(name, storage.GetString(name), $"at least {least} bytes");

    private static TimeSpan Time(Config storage, string name) => storage.GetTimeSpan(name, allowInfinite: false) is var value && value > TimeSpan.Zero
        ? value
        : throw Wrong(name, storage.GetString(name), "a duration above zero");

    private static ActorsException Wrong(string name, object? found, string expected) =>
        new(ErrorCodes.Invalid, $"actors.storage.{name} is {found}; expected: {expected}.");
}
