using System.IO.Compression;
using Actors.Services.Deployment.Packages;
using Actors.Storage;
using Actors.Tests.Client;
using Xunit;

namespace Actors.Tests.Services.Deployment;

public sealed class PackageTests : IDisposable
{
    private static readonly PackageLimits Limits = new(100, 1_000_000, 1_000_000);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_same_files_make_the_same_package_and_come_out_as_they_were()
    {
        var source = Directory.CreateDirectory(Path.Combine(_folder.Path, "source")).FullName;
        Directory.CreateDirectory(Path.Combine(source, "runtimes", "linux"));
        File.WriteAllText(Path.Combine(source, "a.dll"), "a");
        File.WriteAllText(Path.Combine(source, "runtimes", "linux", "b.so"), "b");

        var first = Pack(source);
        File.SetLastWriteTimeUtc(Path.Combine(source, "a.dll"), DateTime.UnixEpoch.AddYears(30));

        Assert.Equal(first, Pack(source));
        var target = Unpack(first);
        Assert.Equal("a", File.ReadAllText(Path.Combine(target, "a.dll")));
        Assert.Equal("b", File.ReadAllText(Path.Combine(target, "runtimes", "linux", "b.so")));
    }

    [Fact]
    public void Links_are_not_packed()
    {
        var source = Directory.CreateDirectory(Path.Combine(_folder.Path, "source")).FullName;
        File.WriteAllText(Path.Combine(source, "a.dll"), "a");
        File.CreateSymbolicLink(Path.Combine(source, "passwd"), "/etc/passwd");
        Directory.CreateSymbolicLink(Path.Combine(source, "etc"), "/etc");

        Assert.Equal(["a.dll"], Directory.EnumerateFileSystemEntries(Unpack(Pack(source))).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("../escaped.dll")]
    [InlineData("a/../../escaped.dll")]
    [InlineData("/escaped.dll")]
    [InlineData("a/./b.dll")]
    [InlineData("a//b.dll")]
    [InlineData("..\\escaped.dll")]
    [InlineData("C:\\escaped.dll")]
    [InlineData("C:escaped.dll")]
    [InlineData("a\0.dll")]
    [InlineData("..")]
    public void Names_that_lead_out_of_the_folder_or_are_no_plain_paths_are_refused(string name)
    {
        var failure = Assert.Throws<ActorsException>(() => Unpack(Zip(zip => zip.CreateEntry(name).Open().Dispose())));

        Assert.Equal(ErrorCodes.Invalid, failure.Code);
        Assert.Empty(Directory.EnumerateFiles(_folder.Path, "escaped*", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData(0xA1FF)] // a symbolic link
    [InlineData(0x11B6)] // a pipe
    [InlineData(0x21B6)] // a device
    public void What_is_neither_file_nor_folder_is_refused(int mode)
    {
        var package = Zip(zip =>
        {
            var entry = zip.CreateEntry("link");
            entry.ExternalAttributes = mode << 16;
            using var content = new StreamWriter(entry.Open());
            content.Write("/etc/passwd");
        });

        Assert.Equal(ErrorCodes.Invalid, Assert.Throws<ActorsException>(() => Unpack(package)).Code);
    }

    [Fact]
    public void A_name_that_comes_twice_is_refused()
    {
        var package = Zip(zip =>
        {
            zip.CreateEntry("a.dll").Open().Dispose();
            zip.CreateEntry("a.dll").Open().Dispose();
        });

        Assert.Contains("twice", Assert.Throws<ActorsException>(() => Unpack(package)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bomb_is_refused_before_it_has_filled_the_disk()
    {
        var package = Zip(zip =>
        {
            using var content = zip.CreateEntry("zeros", CompressionLevel.SmallestSize).Open();
            for (var i = 0; i < 100; i++)
                content.Write(new byte[100_000]);
        });

        Assert.InRange(package.Length, 0, 20_000);
        Assert.Equal(ErrorCodes.TooLarge, Assert.Throws<ActorsException>(() => Unpack(package)).Code);
        Assert.InRange(Directory.EnumerateFiles(_folder.Path, "zeros", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length), 0, Limits.UnpackedBytes);
    }

    [Fact]
    public void Too_many_files_are_refused_on_both_sides()
    {
        var source = Directory.CreateDirectory(Path.Combine(_folder.Path, "source")).FullName;
        for (var i = 0; i <= Limits.Files; i++)
            File.WriteAllText(Path.Combine(source, $"{i}.dll"), "");
        var package = Zip(zip =>
        {
            for (var i = 0; i <= Limits.Files; i++)
                zip.CreateEntry($"{i}.dll");
        });

        Assert.Equal(ErrorCodes.TooLarge, Assert.Throws<ActorsException>(() => Pack(source)).Code);
        Assert.Equal(ErrorCodes.TooLarge, Assert.Throws<ActorsException>(() => Unpack(package)).Code);
    }

    [Fact]
    public void Files_that_are_too_large_before_or_after_packing_are_refused()
    {
        var source = Directory.CreateDirectory(Path.Combine(_folder.Path, "source")).FullName;
        File.WriteAllBytes(Path.Combine(source, "a.dll"), new byte[1001]);

        var unpacked = Assert.Throws<ActorsException>(() => PackageWriter.Write(source, new MemoryStream(), Limits with { UnpackedBytes = 1000 }));
        Assert.Equal((ErrorCodes.TooLarge, $"the files in '{source}' have 1001 bytes; at most 1000 (actors.deployments.max-unpacked-size) may be deployed"), (unpacked.Code, unpacked.Message));
        var packed = Assert.Throws<ActorsException>(() => PackageWriter.Write(source, new MemoryStream(), Limits with { PackedBytes = 100 }));
        Assert.Equal(ErrorCodes.TooLarge, packed.Code);
        Assert.Contains("at most 100 (actors.deployments.max-package-size)", packed.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("missing", "there is no file or folder '{0}'")]
    [InlineData("missing/a.dll", "there is no file or folder '{0}'")]
    [InlineData("empty", "the folder '{0}' has no assembly: name the .dll with the class")]
    [InlineData("two", "the folder '{0}' has several assemblies (a.dll, b.dll): name the .dll with the class")]
    public void A_path_that_means_no_assembly_is_told(string path, string message)
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "empty"));
        Directory.CreateDirectory(Path.Combine(_folder.Path, "two"));
        File.WriteAllText(Path.Combine(_folder.Path, "two", "a.dll"), "");
        File.WriteAllText(Path.Combine(_folder.Path, "two", "b.dll"), "");
        path = Path.Combine(_folder.Path, path);

        var failure = Assert.Throws<ActorsException>(() => PackageWriter.Find(path));

        Assert.Equal((ErrorCodes.Invalid, message.Replace("{0}", path, StringComparison.Ordinal)), (failure.Code, failure.Message));
    }

    [Fact]
    public async Task A_package_that_is_too_large_for_this_node_is_not_fetched()
    {
        var (store, id, package) = await StoredAsync();
        var cache = new PackageCache(store, Path.Combine(_folder.Path, "packages"), Limits with { PackedBytes = package.Length - 1 });

        var failure = await Assert.ThrowsAsync<ActorsException>(() => cache.TakeAsync(id, Digest.Of(package)));

        Assert.Equal(ErrorCodes.TooLarge, failure.Code);
        Assert.Contains("actors.deployments.max-package-size", failure.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(_folder.Path, "packages")));
    }

    [Fact]
    public void What_is_no_zip_is_refused() => Assert.Equal(ErrorCodes.Invalid, Assert.Throws<ActorsException>(() => Unpack("this is no zip"u8.ToArray())).Code);

    [Fact]
    public async Task A_package_is_unpacked_once_and_removed_when_nobody_uses_it()
    {
        var (store, id, package) = await StoredAsync();
        var cache = new PackageCache(store, Path.Combine(_folder.Path, "packages"), Limits);

        var first = await cache.TakeAsync(id, Digest.Of(package));
        Assert.Equal(first, await cache.TakeAsync(id, Digest.Of(package)));
        cache.Return(Digest.Of(package));
        Assert.True(File.Exists(Path.Combine(first, "a.dll")));
        cache.Return(Digest.Of(package));

        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(_folder.Path, "packages")));
        Assert.True(File.Exists(Path.Combine(await cache.TakeAsync(id, Digest.Of(package)), "a.dll")));
    }

    [Fact]
    public async Task A_package_that_is_not_what_its_deployment_says_is_refused_and_leaves_nothing()
    {
        var (store, id, _) = await StoredAsync();
        var cache = new PackageCache(store, Path.Combine(_folder.Path, "packages"), Limits);

        var failure = await Assert.ThrowsAsync<ActorsException>(() => cache.TakeAsync(id, Digest.Of("another"u8)));

        Assert.Equal(ErrorCodes.Invalid, failure.Code);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(_folder.Path, "packages")));
    }

    private static async Task<(MemoryStore Store, ObjectId Id, byte[] Package)> StoredAsync()
    {
        var package = Zip(zip => zip.CreateEntry("a.dll").Open().Dispose());
        var (store, id) = (new MemoryStore(), ObjectId.New(IdSource.System));
        await store.PutAsync(id, "package", new MemoryStream(package));
        return (store, id, package);
    }

    private static byte[] Zip(Action<ZipArchive> fill)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
            fill(zip);
        return stream.ToArray();
    }

    private static byte[] Pack(string source)
    {
        using var stream = new MemoryStream();
        PackageWriter.Write(source, stream, Limits);
        return stream.ToArray();
    }

    private string Unpack(byte[] package)
    {
        var target = Directory.CreateDirectory(Path.Combine(_folder.Path, "inside", "target")).FullName;
        PackageReader.Unpack(new MemoryStream(package), target, Limits);
        return target;
    }
}
