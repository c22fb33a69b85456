using Actors.Storage;
using Actors.Storage.Internal.Local;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Actors.Tests.Storage.Local;

/// <summary>A store that can be crashed and hurt.</summary>
internal abstract class StoreHarness : IDisposable
{
    public abstract ILocalStore Store { get; }

    /// <summary>Stops in order and starts again.</summary>
    public abstract void Restart();

    /// <summary>Stops at this instant, loses or tears what was not synced, and starts again.</summary>
    public abstract void Crash(Random random);

    public abstract void FailNextSync();

    /// <summary>From now on there is no room for chunks, or there is again.</summary>
    public abstract void Fill(bool full);

    public abstract void DamageChunks();

    public abstract void DamageInline(ObjectId id);

    public abstract void Dispose();
}

internal sealed class ModelHarness : StoreHarness
{
    private readonly ModelStore _store = new();

    public override ILocalStore Store => _store;

    public override void Restart() => _store.Recover();

    public override void Crash(Random random) => _store.Crash(random);

    public override void FailNextSync() => _store.FailNextSync = true;

    public override void Fill(bool full) => _store.Full = full;

    public override void DamageChunks() => _store.DamageChunks();

    public override void DamageInline(ObjectId id) => _store.DamageInline(id);

    public override void Dispose() => _store.Dispose();
}

internal sealed class SqliteHarness : StoreHarness
{
    public const long SegmentBytes = 4 * 1024 * 1024;
    private const int NoSpace = 28; // ENOSPC
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, long> _syncedLengths = [];
    private SqliteStore _store;
    private int _run;
    private bool _failNextSync;
    private bool _full;

    public SqliteHarness() => _store = Open();

    public override ILocalStore Store => _store;

    public string Folder => Path.Combine(_folder.Path, _run.ToString());

    public override void Restart()
    {
        _store.Dispose();
        _store = Open();
    }

    /// <summary>Copies the files as they are under the running store; of what was not synced the copy keeps a random part.</summary>
    public override void Crash(Random random)
    {
        var from = Folder;
        _run++;
        foreach (var path in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(Folder, Path.GetRelativePath(from, path));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(path, copy);
            if (Path.GetExtension(path) == ".seg")
                _syncedLengths[copy] = LoseUnsynced(copy, _syncedLengths.GetValueOrDefault(path), random);
        }

        _store.Dispose();
        _store = Open();
    }

    public override void FailNextSync() => _failNextSync = true;

    public override void Fill(bool full) => _full = full;

    public override void DamageChunks()
    {
        foreach (var path in Directory.EnumerateFiles(Path.Combine(Folder, "segments")))
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            file.Position = file.Length / 2;
            var old = file.ReadByte();
            file.Position--;
            file.WriteByte((byte)(old ^ 1));
        }
    }

    public override void DamageInline(ObjectId id)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(Folder, "objects.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "UPDATE objects SET content = zeroblob(length) WHERE id = $id";
        command.Parameters.AddWithValue("$id", id.ToBytes());
        Assert.Equal(1, command.ExecuteNonQuery());
    }

    public override void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    private static long LoseUnsynced(string copy, long synced, Random random)
    {
        using var file = new FileStream(copy, FileMode.Open, FileAccess.ReadWrite);
        file.SetLength(random.NextInt64(synced, Math.Max(synced, file.Length) + 1));
        return file.Length;
    }

    private SqliteStore Open() => SqliteStore.Open(Folder, SegmentBytes, path => new WatchedFile(this, path));

    /// <summary>The real file, with a record of how much of it is on the disk.</summary>
    private sealed class WatchedFile(SqliteHarness harness, string path) : ISegmentFile
    {
        private readonly SegmentFile _file = new(path);

        public long Length => _file.Length;

        public void Write(ReadOnlySpan<byte> blocks, long offset)
        {
            if (harness._full)
                throw new IOException("No space left on device", NoSpace);
            _file.Write(blocks, offset);
        }

        public void EndWriting() => _file.EndWriting();

        public void Sync()
        {
            if (harness._failNextSync)
            {
                harness._failNextSync = false;
                throw new IOException("Input/output error");
            }

            _file.Sync();
            harness._syncedLengths[path] = Length;
        }

        public int Read(Span<byte> bytes, long offset) => _file.Read(bytes, offset);

        public void Truncate(long length) => _file.Truncate(length);

        public void Dispose() => _file.Dispose();
    }
}
