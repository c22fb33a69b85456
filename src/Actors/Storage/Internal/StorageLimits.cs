namespace Actors.Storage.Internal;

/// <summary>Sizes that are part of the protocol or of the files, and so no settings.</summary>
internal static class StorageLimits
{
    /// <summary>Content up to this travels inside messages (Akka's default frame is 128,000 bytes) and lives in the row; above it, links and segments.</summary>
    public const int InlineBytes = 64 * 1024;

    /// <summary>What is read, verified and held in memory at a time of a large object.</summary>
    public const int ChunkBytes = 1024 * 1024;

    /// <summary>Names travel in every list.</summary>
    public const int NameChars = 1024;
}
