using System.Buffers;
using System.IO.Compression;

namespace Actors.Services.Deployment.Packages;

/// <summary>Unpacks a package from whomever: nothing is written outside of its folder, nothing but plain files and folders is made, and no more than the limits allow.</summary>
internal static class PackageReader
{
    private const int MostNameChars = 512;
    private const int MostDepth = 32;

    /// <param name="package">Can seek.</param>
    /// <param name="folder">Is there, and empty.</param>
    /// <exception cref="ActorsException">invalid or too-large; what was written so far is left.</exception>
    public static void Unpack(Stream package, string folder, PackageLimits limits)
    {
        try
        {
            using var zip = new ZipArchive(package, ZipArchiveMode.Read, leaveOpen: true);
            // Reads the whole directory, of which each entry takes some 50 bytes of the package, so that this is bounded by its size.
            if (zip.Entries.Count > limits.Files)
                throw new ActorsException(ErrorCodes.TooLarge, $"the package has {zip.Entries.Count} files; at most {limits.Files} (actors.deployments.max-files) are unpacked");
            var left = limits.UnpackedBytes;
            foreach (var entry in zip.Entries)
                left = Unpack(entry, folder, left, limits);
        }
        catch (InvalidDataException failure)
        {
            throw new ActorsException(ErrorCodes.Invalid, $"the package is no zip: {failure.Message}", failure);
        }
    }

    private static long Unpack(ZipArchiveEntry entry, string folder, long left, PackageLimits limits)
    {
        CheckKind(entry);
        var path = PathOf(entry.FullName, folder);
        if (entry.FullName.EndsWith('/'))
        {
            Directory.CreateDirectory(path);
            return left;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (File.Exists(path) || Directory.Exists(path))
            throw new ActorsException(ErrorCodes.Invalid, $"the package has {Methods.Quote.Name(entry.FullName)} twice");
        using var into = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        using var from = entry.Open();
        var buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            int read;
            while ((read = from.Read(buffer)) > 0)
            {
                left -= read;
                if (left < 0)
                    throw new ActorsException(ErrorCodes.TooLarge, $"the package unpacks to more than {limits.UnpackedBytes} bytes (actors.deployments.max-unpacked-size)");
                into.Write(buffer, 0, read);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return left;
    }

    /// <summary>The high half of the attributes is the mode of a Unix file, or 0.</summary>
    private static void CheckKind(ZipArchiveEntry entry)
    {
        const int KindMask = 0xF000;
        const int PlainFile = 0x8000;
        const int Folder = 0x4000;
        var kind = (entry.ExternalAttributes >> 16) & KindMask;
        if (kind is not (0 or PlainFile or Folder))
            throw new ActorsException(ErrorCodes.Invalid, $"the package has {Methods.Quote.Name(entry.FullName)}, which is neither a file nor a folder");
    }

    private static string PathOf(string name, string folder)
    {
        var parts = name.TrimEnd('/').Split('/');
        var isPlain = name.Length is > 0 and <= MostNameChars && parts.Length <= MostDepth && !name.Any(letter => letter is '\\' or ':' or < ' ')
            && !parts.Any(part => part is "" or "." or "..");
        var path = isPlain ? Path.GetFullPath(Path.Combine(folder, Path.Combine(parts))) : "";
        return isPlain && path.StartsWith(Path.GetFullPath(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? path
            : throw new ActorsException(ErrorCodes.Invalid, $"the package has {Methods.Quote.Name(name)}, which is no plain path inside of it");
    }
}
