using Actors.Services.Deployment.Packages;
using Actors.Storage;

namespace Actors.Futures.Library;

/// <summary>
/// The functions that clients have deployed: what a build of an assembly is, the store says; its package is loaded when a function of it is asked for. Safe for use by several threads.
/// </summary>
internal sealed class DeployedFunctions(IObjectStore store, PackageCache packages, DeployedTerms terms, TimeProvider time)
{
    private const int MostDocumentBytes = 4096;

    // Somebody may be about to deploy it. Who has deployed it says so, and does not wait for this.
    private static readonly TimeSpan AbsentFor = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new(); // guards _builds and what is in it
    private readonly Dictionary<FunctionBuild, Entry> _builds = [];

    private TimeSpan Now => time.GetElapsedTime(0);

    /// <returns>Null: this build of its assembly is not deployed.</returns>
    /// <exception cref="ActorsException">no-such-method: it is deployed, and has no such function. Others: it cannot be loaded now.</exception>
    public async Task<FunctionUse?> FindAsync(FunctionName name)
    {
        if (FunctionBuild.Of(name) is not { } build)
            return null;
        while (true)
        {
            var entry = EntryOf(build, name.Deployed, out var isNew);
            LoadedFunctions? loaded;
            try
            {
                loaded = await entry.Loading.Value.ConfigureAwait(false);
            }
            catch
            {
                Remove(build, entry);
                throw;
            }

            if (loaded is null && name.Deployed && !isNew)
                continue; // somebody has looked too early
            if (loaded is null)
                return null;
            if (loaded.Use(name) is { } use)
                return use;
            Remove(build, entry); // it ended meanwhile; it may have been deployed anew
        }
    }

    /// <summary>To be called now and then: lets go of what is deployed no more, or unused for long.</summary>
    public async Task LookAsync()
    {
        KeyValuePair<FunctionBuild, Entry>[] builds;
        lock (_gate)
            builds = [.. _builds.Where(pair => pair.Value.Loading is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })];
        foreach (var (build, entry) in builds)
        {
            var loaded = await entry.Loading.Value.ConfigureAwait(false);
            if (loaded is null ? Now - entry.UsedAt > AbsentFor : Now - entry.UsedAt > terms.UnloadAfter || await IsOtherAsync(build, loaded).ConfigureAwait(false))
                Remove(build, entry);
        }
    }

    private async Task<bool> IsOtherAsync(FunctionBuild build, LoadedFunctions loaded)
    {
        try
        {
            return await NewestAsync(build).ConfigureAwait(false) is not { } document || Digest.FromBytes(document.Sha256.Span) != loaded.Package;
        }
        catch (ActorsException)
        {
            return false; // the store is asked again
        }
    }

    private Entry EntryOf(FunctionBuild build, bool mustBeThere, out bool isNew)
    {
        Entry? oldest = null;
        try
        {
            lock (_gate)
            {
                if (_builds.TryGetValue(build, out var known) && !(known.IsAbsent && (mustBeThere || Now - known.UsedAt > AbsentFor)))
                {
                    isNew = false;
                    if (!known.IsAbsent)
                        known.UsedAt = Now;
                    return known;
                }

                isNew = true;
                _builds.Remove(build);
                if (_builds.Count >= terms.MostLoaded)
                {
                    var (first, entry) = _builds.MinBy(pair => pair.Value.UsedAt);
                    _builds.Remove(first);
                    oldest = entry;
                }

                return _builds[build] = new Entry(new Lazy<Task<LoadedFunctions?>>(() => LoadAsync(build))) { UsedAt = Now };
            }
        }
        finally
        {
            End(oldest);
        }
    }

    private async Task<LoadedFunctions?> LoadAsync(FunctionBuild build) =>
        await NewestAsync(build).ConfigureAwait(false) is { } document ? await LoadedFunctions.LoadAsync(build, document, packages).ConfigureAwait(false) : null;

    private void Remove(FunctionBuild build, Entry entry)
    {
        lock (_gate)
        {
            if (!_builds.TryGetValue(build, out var known) || known != entry)
                return;
            _builds.Remove(build);
        }

        End(entry);
    }

    private static void End(Entry? entry) => entry?.Loading.Value.ContinueWith(
        loading => loading.Result?.End(), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    /// <returns>Null: it is not deployed, or not any more.</returns>
    private async Task<FunctionsDocument?> NewestAsync(FunctionBuild build)
    {
        ObjectId? newest = null;
        while (true)
        {
            var page = await store.ListAsync(new ObjectQuery(build.ObjectName, newest)).ConfigureAwait(false);
            if (page.Count == 0)
                break;
            newest = page[^1].Id;
        }

        if (newest is not { } id)
            return null;
        var reader = await store.OpenAsync(id).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            if (reader.Info.Length > MostDocumentBytes)
                throw new ActorsException(ErrorCodes.TooLarge, $"object {id} has {reader.Info.Length} bytes, and is no document of functions");
            using var content = new MemoryStream();
            await reader.Content.CopyToAsync(content).ConfigureAwait(false);
            var document = FunctionsDocument.Parser.ParseFrom(content.ToArray());
            return document.Withdrawn ? null : document;
        }
    }

    private sealed class Entry(Lazy<Task<LoadedFunctions?>> loading)
    {
        public Lazy<Task<LoadedFunctions?>> Loading => loading;

        public TimeSpan UsedAt { get; set; }

        public bool IsAbsent => loading is { IsValueCreated: true, Value: { IsCompletedSuccessfully: true, Result: null } };
    }
}
