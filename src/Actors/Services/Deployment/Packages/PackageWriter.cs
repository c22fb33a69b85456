using System.IO.Compression;

namespace Actors.Services.Deployment.Packages;

/// <summary>Makes a package: a zip of an assembly's folder. The same files make the same bytes.</summary>
internal static class PackageWriter
{
    // The first moment that a zip can tell: when files were built says nothing of what is in them.
    private static readonly DateTimeOffset Timeless = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The assembly that a path means: itself, or the only one of a folder that has a <c>.deps.json</c>.</summary>
    /// <returns>Full path of the folder, and the assembly's file name.</returns>
    /// <exception cref="ActorsException">invalid: there is none, or more than one.</exception>
    public static (string Folder, string Assembly) Find(string path)
    {
        var full = Path.GetFullPath(path);
        if (File.Exists(full))
            return (Path.GetDirectoryName(full)!, Path.GetFileName(full));
        if (!Directory.Exists(full))
            throw new ActorsException(ErrorCodes.Invalid, $"there is no file or folder '{path}'");
        var assemblies = Directory.GetFiles(full, "*.deps.json").Select(file => Path.GetFileName(file)[..^".deps.json".Length] + ".dll").Order(StringComparer.Ordinal).ToList();
        if (assemblies.Count == 0)
            assemblies = [.. Directory.GetFiles(full, "*.dll").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];
        return assemblies.Count == 1
            ? (full, assemblies[0])
            : throw new ActorsException(
                ErrorCodes.Invalid, $"the folder '{path}' has {(assemblies.Count == 0 ? "no assembly" : $"several assemblies ({string.Join(", ", assemblies.Take(5))})")}: name the .dll with the class");
    }

    /// <param name="folder">All that is in it travels.</param>
    /// <param name="target">Empty.</param>
    /// <param name="limits">Of what workers take.</param>
    /// <exception cref="ActorsException">too-large.</exception>
    public static void Write(string folder, Stream target, PackageLimits limits)
    {
        // Links are left out rather than followed: they may lead anywhere.
        var files = new DirectoryInfo(folder).EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint })
            .Select(file => (File: file, Name: Path.GetRelativePath(folder, file.FullName).Replace('\\', '/')))
            .OrderBy(pair => pair.Name, StringComparer.Ordinal).Take(limits.Files + 1).ToList();
        if (files.Count > limits.Files)
            throw new ActorsException(ErrorCodes.TooLarge, $"'{folder}' has more than {limits.Files} files (actors.deployments.max-files); publish the assembly into a folder of its own");
        var bytes = files.Sum(pair => pair.File.Length);
        if (bytes > limits.UnpackedBytes)
            throw new ActorsException(ErrorCodes.TooLarge, $"the files in '{folder}' have {bytes} bytes; at most {limits.UnpackedBytes} (actors.deployments.max-unpacked-size) may be deployed");
        Write(files, target);
        if (target.Length > limits.PackedBytes)
            throw new ActorsException(ErrorCodes.TooLarge, $"the package of '{folder}' has {target.Length} bytes; at most {limits.PackedBytes} (actors.deployments.max-package-size) may be deployed");
    }

    private static void Write(IEnumerable<(FileInfo File, string Name)> files, Stream target)
    {
        using var zip = new ZipArchive(target, ZipArchiveMode.Create, leaveOpen: true);
        foreach (var (file, name) in files)
        {
            var entry = zip.CreateEntry(name, CompressionLevel.Fastest);
            entry.LastWriteTime = Timeless;
            entry.ExternalAttributes = 0;
            using var from = file.OpenRead();
            using var into = entry.Open();
            from.CopyTo(into);
        }
    }
}
