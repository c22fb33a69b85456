namespace Actors.Benchmarks.Storage;

/// <summary>The file that is put, copied and hashed: random bytes, which nothing on the way can make smaller.</summary>
internal static class LargeFile
{
    public const int Bytes = 256 * 1024 * 1024;
    public const string Name = "256 MiB";

    public static string In(string folder)
    {
        var path = Path.Combine(folder, "large");
        if (File.Exists(path))
            return path;
        using var file = File.Create(path);
        var piece = new byte[1024 * 1024];
        for (var written = 0; written < Bytes; written += piece.Length)
        {
            Random.Shared.NextBytes(piece);
            file.Write(piece);
        }

        file.Flush(flushToDisk: true);
        return path;
    }

    public static FileStream OpenRead(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.Asynchronous | FileOptions.SequentialScan);

    /// <returns>Megabytes (10^6) a second.</returns>
    public static Task<double> RateAsync(Func<Task> run) => Engine.Local.RateAsync(Bytes / 1e6, run);
}
