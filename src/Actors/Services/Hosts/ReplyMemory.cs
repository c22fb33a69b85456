using Google.Protobuf;

namespace Actors.Services.Hosts;

/// <summary>The last replies, for clients that have not got theirs: for a time, and within a size.</summary>
/// <remarks>
/// They are kept as bytes in a few blocks, the oldest of which is given up as a whole: as objects that live for long and then end, each of them would cost the garbage collector
/// more than the call that it answers.
/// </remarks>
internal sealed class ReplyMemory(long maxBytes, TimeSpan keep)
{
    private const int MostBlockBytes = 64 * 1024;
    private const int FewBlocks = 16;

    // What an entry costs besides its bytes.
    private const int Overhead = 200;

    private readonly int _blockBytes = (int)Math.Clamp(maxBytes / FewBlocks, 1, MostBlockBytes);
    private readonly Dictionary<CallId, Place> _places = [];
    private readonly Dictionary<int, Block> _blocks = [];
    private Block? _spare;
    private long _bytes;
    private int _oldest;
    private int _newest = -1;

    public void Add(CallId id, CallReply reply, TimeSpan now)
    {
        var size = reply.CalculateSize();
        while (_oldest <= _newest && (_bytes + size + Overhead > maxBytes || now - _blocks[_oldest].LastAdded > keep))
            DropOldest();
        if (size + Overhead > maxBytes)
            return;
        if (_oldest > _newest || !_blocks[_newest].HasRoomFor(size, _blockBytes))
            Begin(size);
        var block = _blocks[_newest];
        _places[id] = new Place(_newest, block.Used, size);
        block.Add(id, reply, size, now);
        _bytes += size + Overhead;
    }

    public CallReply? Find(CallId id) =>
        _places.TryGetValue(id, out var place) ? CallReply.Parser.ParseFrom(_blocks[place.Block].Bytes, place.Start, place.Size) : null;

    private void Begin(int size)
    {
        var block = _spare is { } spare && spare.Bytes.Length >= size ? spare : new Block(Math.Max(_blockBytes, size));
        _spare = null;
        _blocks.Add(++_newest, block);
    }

    private void DropOldest()
    {
        _blocks.Remove(_oldest, out var block);
        foreach (var id in block!.Ids)
        {
            // It may have been replied to anew, and that be kept elsewhere.
            if (_places.TryGetValue(id, out var place) && place.Block == _oldest)
                _places.Remove(id);
        }

        _bytes -= block.Used + ((long)block.Ids.Count * Overhead);
        block.Clear();
        _spare = block;
        _oldest++;
    }

    private readonly record struct Place(int Block, int Start, int Size);

    private sealed class Block(int bytes)
    {
        public byte[] Bytes { get; } = new byte[bytes];

        public List<CallId> Ids { get; } = [];

        public int Used { get; private set; }

        public TimeSpan LastAdded { get; private set; }

        public bool HasRoomFor(int size, int most) => Used + size <= Bytes.Length && Used + size + ((Ids.Count + 1) * Overhead) <= most;

        public void Add(CallId id, CallReply reply, int size, TimeSpan now)
        {
            reply.WriteTo(Bytes.AsSpan(Used, size));
            Used += size;
            Ids.Add(id);
            LastAdded = now;
        }

        public void Clear()
        {
            Ids.Clear();
            Used = 0;
        }
    }
}
