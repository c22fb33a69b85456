using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace Actors.Benchmarks.Storage;

/// <summary>Without a store: files on the same disk, synced, and the hash that an object has for free.</summary>
internal static class PlainFiles
{
    private const int PieceBytes = 1024 * 1024;

    public static IEnumerable<Measurement> Measurements(string folder)
    {
        var source = LargeFile.In(folder);
        var target = Path.Combine(folder, "copy");
        yield return new($"append + sync of {LargeFile.Name} from memory, 1 MiB at a time, one sync", "MB/s", () => LargeFile.RateAsync(() => Append(target)));
        yield return new($"copy of a file of {LargeFile.Name} + sync", "MB/s", () => LargeFile.RateAsync(() => CopyAsync(source, target, copies: 1)));
        yield return new($"two copies of a file of {LargeFile.Name} + sync of each", "MB/s", () => LargeFile.RateAsync(() => CopyAsync(source, target, copies: 2)));
        yield return new("SHA-256 over bytes in memory, one thread", "MB/s", () => LargeFile.RateAsync(() => Hash()));
    }

    private static Task Append(string target)
    {
        File.Delete(target);
        var piece = new byte[PieceBytes];
        Random.Shared.NextBytes(piece);
        using var file = Create(target);
        for (var written = 0; written < LargeFile.Bytes; written += piece.Length)
            RandomAccess.Write(file, piece, written);
        RandomAccess.FlushToDisk(file);
        return Task.CompletedTask;
    }

    private static Task CopyAsync(string source, string target, int copies) => Task.WhenAll(Enumerable.Range(1, copies).Select(number => Task.Run(() =>
    {
        var path = target + number;
        File.Delete(path);
        var piece = new byte[PieceBytes];
        using var from = File.OpenHandle(source);
        using var to = Create(path);
        for (var at = 0L; RandomAccess.Read(from, piece, at) is > 0 and var count; at += count)
            RandomAccess.Write(to, piece.AsSpan(0, count), at);
        RandomAccess.FlushToDisk(to);
    })));

    private static SafeFileHandle Create(string path) => File.OpenHandle(path, FileMode.Create, FileAccess.Write);

    private static Task Hash()
    {
        var piece = new byte[PieceBytes];
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var hashed = 0; hashed < LargeFile.Bytes; hashed += piece.Length)
            hash.AppendData(piece);
        hash.GetHashAndReset();
        return Task.CompletedTask;
    }
}
