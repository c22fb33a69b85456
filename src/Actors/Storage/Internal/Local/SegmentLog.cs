using System.Globalization;
using Actors.Internal;
using Actors.Links;

namespace Actors.Storage.Internal.Local;

/// <summary>
/// Append-only files of chunks. A run of the node appends to files of its own, so that nothing is ever written behind a torn tail; a file goes when no
/// chunk in it is named any more.
/// </summary>
internal sealed class SegmentLog(string folder, long segmentBytes, Func<string, ISegmentFile> open) : IDisposable
{
    private readonly Lock _gate = new(); // guards _segments, _current and the counters in Segment; file operations are outside
    private readonly SortedDictionary<int, Segment> _segments = [];
    private readonly List<Segment> _unsynced = []; // of the appending thread, as the buffer is
    private readonly AlignedBuffer _buffer = new();
    private Segment? _current;

    public (long Live, long Total) Usage
    {
        get
        {
            lock (_gate)
                return (_segments.Values.Sum(segment => segment.Live), _segments.Values.Sum(segment => segment.End));
        }
    }

    /// <summary>Opens what is there. Bytes that no committed chunk names are garbage of torn puts: whole files go, tails are cut off.</summary>
    /// <param name="named">By segment: how many bytes are named, and where the last of them ends.</param>
    public void Recover(IReadOnlyDictionary<int, (long Live, long End)> named)
    {
        DurableFiles.MakeFolder(folder);
        foreach (var path in Directory.EnumerateFiles(folder, "*.seg").Order(StringComparer.Ordinal))
        {
            var number = int.Parse(Path.GetFileNameWithoutExtension(path), CultureInfo.InvariantCulture);
            if (!named.TryGetValue(number, out var use))
            {
                File.Delete(path);
                continue;
            }

            var segment = new Segment(number, path, open(path)) { Live = use.Live, End = use.End };
            _segments.Add(number, segment);
            if (segment.File.Length > use.End)
                segment.File.Truncate(use.End);
        }

        NextNumber = _segments.Count == 0 ? 1 : _segments.Keys.Max() + 1;
    }

    /// <summary>Segments that are more garbage than content, and not being appended to.</summary>
    public IReadOnlyList<int> MostlyGarbage()
    {
        lock (_gate)
            return [.. _segments.Values.Where(segment => segment != _current && segment.Live * 2 < segment.End).Select(segment => segment.Number)];
    }

    public Chunk Append(IReadOnlyList<ReadOnlyMemory<byte>> parts)
    {
        var length = parts.Sum(part => part.Length);
        var segment = _current is { } current && current.End + length <= segmentBytes ? current : StartSegment();
        var offset = segment.End;
        var check = Checksum.Of(parts);
        segment.File.Write(_buffer.Gather(parts), offset); // what a failed write leaves behind the end is overwritten by the next one
        lock (_gate)
        {
            segment.End += AlignedBuffer.RoundUp(length);
            segment.Live += length;
        }

        if (!_unsynced.Contains(segment))
        {
            lock (_gate)
                segment.Unsynced = true;
            _unsynced.Add(segment);
        }

        return new Chunk(segment.Number, offset, length, check);
    }

    public void Sync()
    {
        ForgetGivenUp();
        foreach (var segment in _unsynced)
            segment.File.Sync();
        if (_unsynced.Any(segment => !segment.NameSynced))
            DurableFiles.SyncFolder(folder);
        foreach (var segment in _unsynced)
            segment.NameSynced = true;
        lock (_gate)
        {
            foreach (var segment in _unsynced)
                segment.Unsynced = false;
        }

        ForgetGivenUp(); // another thread may have released the last chunks of one meanwhile
        _unsynced.Clear();
    }

    /// <summary>The chunks will never be named. On the appending thread, which alone deletes what is still to be synced.</summary>
    public void Abandon(IEnumerable<Chunk> chunks)
    {
        Release(chunks);
        ForgetGivenUp();
    }

    /// <summary>The chunks are named no more; a file without named chunks is deleted.</summary>
    public void Release(IEnumerable<Chunk> chunks)
    {
        List<Segment> empty = [];
        lock (_gate)
        {
            foreach (var chunk in chunks)
            {
                if (!_segments.TryGetValue(chunk.Segment, out var segment))
                    continue;
                segment.Live -= chunk.Length;
                if (segment is { Live: 0, Unsynced: false } && segment != _current && _segments.Remove(chunk.Segment))
                    empty.Add(segment);
            }
        }

        foreach (var segment in empty)
        {
            segment.File.Dispose();
            File.Delete(segment.Path);
        }
    }

    public IReadOnlyList<ReadOnlyMemory<byte>> Read(Chunk chunk)
    {
        var parts = new List<ReadOnlyMemory<byte>>((chunk.Length / LinkSettings.MaxMessageBytes) + 1);
        var check = default(Checksum);
        for (var at = 0; at < chunk.Length; at += parts[^1].Length)
        {
            var part = GC.AllocateUninitializedArray<byte>(Math.Min(LinkSettings.MaxMessageBytes, chunk.Length - at));
            if (ReadOrFail(chunk, at, part) < part.Length)
                throw new DamagedCopyException($"Segment {chunk.Segment} ends within the {chunk.Length} bytes that were written at {chunk.Offset}.");
            check = check.With(part);
            parts.Add(part);
        }

        return check == chunk.Check
            ? parts
            : throw new DamagedCopyException($"Segment {chunk.Segment} holds other bytes at {chunk.Offset} than the {chunk.Length} that were written.");
    }

    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var segment in _segments.Values)
                segment.File.Dispose();
            _segments.Clear();
        }
    }

    private int NextNumber { get; set; } = 1;

    private int ReadOrFail(Chunk chunk, int at, Span<byte> bytes)
    {
        Segment? segment;
        lock (_gate)
            _segments.TryGetValue(chunk.Segment, out segment);
        try
        {
            return segment?.File.Read(bytes, chunk.Offset + at) ?? throw new DamagedCopyException($"Segment {chunk.Segment} is gone.");
        }
        catch (Exception failure) when (failure is IOException and not DamagedCopyException or ObjectDisposedException)
        {
            throw new DamagedCopyException($"Segment {chunk.Segment} cannot be read at {chunk.Offset}: {failure.Message}", failure);
        }
    }

    private Segment StartSegment()
    {
        Segment? full;
        Segment started;
        var number = NextNumber++;
        var path = Path.Combine(folder, number.ToString("d8", CultureInfo.InvariantCulture) + ".seg");
        started = new Segment(number, path, open(path));
        lock (_gate)
        {
            full = _current;
            _segments.Add(number, started);
            _current = started;
        }

        full?.File.EndWriting();
        if (full is { Live: 0 }) // all that was in it has been given up meanwhile
            Forget(full);
        return started;
    }

    private void ForgetGivenUp()
    {
        List<Segment> empty;
        lock (_gate)
            empty = _unsynced.FindAll(segment => segment.Live == 0 && segment != _current);
        empty.ForEach(Forget);
    }

    private void Forget(Segment segment)
    {
        lock (_gate)
            _segments.Remove(segment.Number);
        _unsynced.Remove(segment);
        segment.File.Dispose();
        File.Delete(segment.Path);
    }

    private sealed class Segment(int number, string path, ISegmentFile file)
    {
        public int Number { get; } = number;

        public string Path { get; } = path;

        public ISegmentFile File { get; } = file;

        /// <summary>Named bytes.</summary>
        public long Live { get; set; }

        /// <summary>All bytes.</summary>
        public long End { get; set; }

        /// <summary>Has bytes that are to be synced; its end is then the appending thread's.</summary>
        public bool Unsynced { get; set; }

        /// <summary>Whether the file's name is durable in its folder.</summary>
        public bool NameSynced { get; set; }
    }
}
