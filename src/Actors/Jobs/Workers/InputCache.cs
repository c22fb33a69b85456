using System.Collections.Concurrent;
using Actors.Jobs.Processes;
using Actors.Jobs.Runtimes;
using Actors.Storage;

namespace Actors.Jobs.Workers;

/// <summary>
/// Objects that jobs read, fetched once and kept while there is room, least recently used ones going first. Jobs get hard links, so a file that goes
/// stays whole for those who read it.
/// </summary>
/// <param name="store">Where they come from.</param>
/// <param name="folder">Where they lie, nobody else's.</param>
/// <param name="maxBytes">Beyond this the least recently used go.</param>
/// <param name="maxObjectBytes">Larger ones are not fetched.</param>
/// <param name="time">For pauses between tries.</param>
internal sealed class InputCache(IObjectStore store, string folder, long maxBytes, long maxObjectBytes, TimeProvider time)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);
    private readonly ConcurrentDictionary<ObjectId, Lazy<Task<long>>> _files = [];
    private readonly Lock _gate = new(); // guards _byUse
    private readonly UseOrder<ObjectId> _byUse = new(maxBytes);

    /// <summary>Puts the object's content at this path, which must not exist. Tries again while the store is unavailable, up to the given time.</summary>
    /// <returns>Its length.</returns>
    /// <exception cref="ActorsException">It cannot be had.</exception>
    /// <exception cref="RuntimeException">It is larger than this worker fetches.</exception>
    public async Task<long> PlaceAsync(ObjectId id, string path, TimeSpan patience, CancellationToken cancel)
    {
        var start = time.GetTimestamp();
        for (var failures = 1; ; failures++)
        {
            try
            {
                var (fetch, bytes) = await FetchAsync(id, cancel).ConfigureAwait(false);
                if (TryLink(id, path))
                    return bytes;
                _files.TryRemove(new(id, fetch)); // it had to make room meanwhile; whoever fetches it again has another entry
            }
            catch (ActorsException failure) when (failure.Code is ErrorCodes.Unavailable or ErrorCodes.Timeout or ErrorCodes.Incomplete && time.GetElapsedTime(start) < patience)
            {
                await Task.Delay(Dispatch.Backoff.After(failures, FirstPause, LongestPause), time, cancel).ConfigureAwait(false);
            }
        }
    }

    private async Task<(Lazy<Task<long>> Fetch, long Bytes)> FetchAsync(ObjectId id, CancellationToken cancel)
    {
        var fetch = _files.GetOrAdd(id, wanted => new Lazy<Task<long>>(() => DownloadAsync(wanted)));
        try
        {
            var bytes = await fetch.Value.WaitAsync(cancel).ConfigureAwait(false);
            Touch(id, bytes);
            return (fetch, bytes);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            _files.TryRemove(new(id, fetch));
            throw;
        }
    }

    // One download serves all who wait, so none of them can cancel it.
    private async Task<long> DownloadAsync(ObjectId id)
    {
        var unfinished = PathOf(id) + ".part";
        var reader = await store.OpenAsync(id, CancellationToken.None).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            if (reader.Info.Length > maxObjectBytes)
                throw new RuntimeException($"input {id} has {reader.Info.Length} bytes; this worker takes {maxObjectBytes} (actors.jobs.worker.max-input-size)", "", exitCode: 1);
            var file = new FileStream(unfinished, FileMode.Create, FileAccess.Write, FileShare.None);
            await using (file.ConfigureAwait(false))
                await reader.Content.CopyToAsync(file).ConfigureAwait(false);
        }

        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(unfinished, UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        File.Move(unfinished, PathOf(id), overwrite: true);
        return new FileInfo(PathOf(id)).Length;
    }

    private bool TryLink(ObjectId id, string path)
    {
        try
        {
            if (!OperatingSystem.IsLinux() || LibC.Link(PathOf(id), path) != 0)
                File.Copy(PathOf(id), path);
            return true;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
    }

    private void Touch(ObjectId id, long bytes)
    {
        lock (_gate)
        {
            foreach (var oldest in _byUse.Use(id, bytes))
            {
                _files.TryRemove(oldest, out _);
                File.Delete(PathOf(oldest));
            }
        }
    }

    private string PathOf(ObjectId id) => Path.Combine(folder, id.ToString());
}
