using System.Collections.Concurrent;
using Actors.Jobs.Processes;
using Actors.Storage;

namespace Actors.Jobs.Workers;

/// <summary>
/// Objects that jobs read, fetched once and kept while there is room, least recently used ones going first. Jobs get hard links, so a file that goes
/// stays whole for those who read it.
/// </summary>
internal sealed class InputCache(IObjectStore store, string folder, long maxBytes, TimeProvider time)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);
    private readonly ConcurrentDictionary<ObjectId, Lazy<Task<long>>> _files = [];
    private readonly Lock _gate = new(); // guards _byUse and _bytes
    private readonly LinkedList<(ObjectId Id, long Bytes)> _byUse = new();
    private long _bytes;

    /// <summary>Puts the object's content at this path, which must not exist. Tries again while the store is unavailable, up to the given time.</summary>
    /// <exception cref="ActorsException">It cannot be had.</exception>
    public async Task PlaceAsync(ObjectId id, string path, TimeSpan patience, CancellationToken cancel)
    {
        var start = time.GetTimestamp();
        for (var failures = 1; ; failures++)
        {
            try
            {
                await FetchAsync(id, cancel).ConfigureAwait(false);
                if (TryLink(id, path))
                    return;
            }
            catch (ActorsException failure) when (failure.Code is ErrorCodes.Unavailable or ErrorCodes.Timeout or ErrorCodes.Incomplete && time.GetElapsedTime(start) < patience)
            {
                await Task.Delay(Dispatch.Backoff.After(failures, FirstPause, LongestPause), time, cancel).ConfigureAwait(false);
            }
        }
    }

    private async Task FetchAsync(ObjectId id, CancellationToken cancel)
    {
        var fetch = _files.GetOrAdd(id, wanted => new Lazy<Task<long>>(() => DownloadAsync(wanted)));
        try
        {
            var bytes = await fetch.Value.WaitAsync(cancel).ConfigureAwait(false);
            Touch(id, bytes);
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
            _files.TryRemove(id, out _); // it had to make room meanwhile
            return false;
        }
    }

    private void Touch(ObjectId id, long bytes)
    {
        lock (_gate)
        {
            if (!_byUse.Remove((id, bytes)))
                _bytes += bytes;
            _byUse.AddLast((id, bytes));
            while (_bytes > maxBytes && _byUse.Count > 1)
            {
                var oldest = _byUse.First!.Value;
                _byUse.RemoveFirst();
                _bytes -= oldest.Bytes;
                _files.TryRemove(oldest.Id, out _);
                File.Delete(PathOf(oldest.Id));
            }
        }
    }

    private string PathOf(ObjectId id) => Path.Combine(folder, id.ToString());
}
