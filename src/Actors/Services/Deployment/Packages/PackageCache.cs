using System.Security.Cryptography;
using Actors.Storage;

namespace Actors.Services.Deployment.Packages;

/// <summary>The packages that a node uses, unpacked: each once, for as long as an instance uses it. Safe for use by several threads.</summary>
internal sealed class PackageCache
{
    private readonly IObjectStore _store;
    private readonly string _folder;
    private readonly PackageLimits _limits;
    private readonly Lock _gate = new(); // guards _used and _unpacked
    private readonly Dictionary<Digest, Used> _used = [];
    private int _unpacked;

    /// <param name="folder">Ours alone; what a former run left there is removed.</param>
    public PackageCache(IObjectStore store, string folder, PackageLimits limits)
    {
        (_store, _folder, _limits) = (store, folder, limits);
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>Only we can look into it.</summary>
    public string Folder => _folder;

    /// <summary>The folder of a package; give it back when it is not needed any more.</summary>
    /// <exception cref="ActorsException">It cannot be had, or is not what the digest says, or is no package.</exception>
    public async Task<string> TakeAsync(ObjectId package, Digest digest)
    {
        Used used;
        lock (_gate)
        {
            if (!_used.TryGetValue(digest, out used!))
                _used.Add(digest, used = new Used(new Lazy<Task<string>>(() => FetchAsync(package, digest))));
            used.Count++;
        }

        try
        {
            return await used.Folder.Value.ConfigureAwait(false);
        }
        catch
        {
            Return(digest);
            throw;
        }
    }

    public void Return(Digest digest)
    {
        lock (_gate)
        {
            if (!_used.TryGetValue(digest, out var used) || --used.Count > 0)
                return;
            _used.Remove(digest);
            if (used.Folder is { IsValueCreated: true, Value: { IsCompletedSuccessfully: true } folder })
                Remove(folder.Result);
        }
    }

    private async Task<string> FetchAsync(ObjectId package, Digest digest)
    {
        int number;
        lock (_gate)
            number = ++_unpacked;
        var folder = Path.Combine(_folder, $"{number}-{digest.ToString()[..12]}");
        var packed = folder + ".zip";
        try
        {
            var zip = new FileStream(packed, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.Asynchronous | FileOptions.DeleteOnClose);
            await using (zip.ConfigureAwait(false))
            {
                await LoadAsync(package, digest, zip).ConfigureAwait(false);
                zip.Position = 0;
                Directory.CreateDirectory(folder);
                PackageReader.Unpack(zip, folder, _limits);
            }

            return folder;
        }
        catch
        {
            Remove(folder);
            throw;
        }
    }

    private async Task LoadAsync(ObjectId package, Digest digest, FileStream into)
    {
        var reader = await _store.OpenAsync(package).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            if (reader.Info.Length > _limits.PackedBytes)
                throw new ActorsException(ErrorCodes.TooLarge, $"the package {package} has {reader.Info.Length} bytes; at most {_limits.PackedBytes} (actors.deployments.max-package-size) are deployed");
            await reader.Content.CopyToAsync(into).ConfigureAwait(false);
        }

        into.Position = 0;
        var found = Digest.FromBytes(await SHA256.HashDataAsync(into).ConfigureAwait(false));
        if (found != digest)
            throw new ActorsException(ErrorCodes.Invalid, $"the package {package} has the SHA-256 {found}, not {digest} as its deployment says");
    }

    private static void Remove(string folder)
    {
        try
        {
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        }
        catch (Exception stuck) when (stuck is IOException or UnauthorizedAccessException)
        {
            // An assembly that is not unloaded yet, on Windows: it goes when the node starts again.
        }
    }

    private sealed class Used(Lazy<Task<string>> folder)
    {
        public Lazy<Task<string>> Folder { get; } = folder;

        public int Count { get; set; }
    }
}
