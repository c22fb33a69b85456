using System.Diagnostics.CodeAnalysis;

namespace Akka.Configuration.Hocon.Internal;

/// <summary>
/// Keys in the order of their first appearance. Small objects, nearly all there are, are searched in line, which beats hashing;
/// larger ones get an index.
/// </summary>
internal sealed class ObjectNode(Origin origin) : Node(origin)
{
    /// <summary>Measured: up to here a scan that compares lengths first is faster than a string hash.</summary>
    private const int ScanLimit = 8;

    private string[] _keys = [];
    private Node[] _values = [];
    private Dictionary<string, int>? _index;

    internal int Count { get; private set; }

    internal override string Description => "an object";

    internal string KeyAt(int i) => _keys[i];

    internal Node ValueAt(int i) => _values[i];

    internal bool TryGet(ReadOnlySpan<char> key, [NotNullWhen(true)] out Node? value)
    {
        var i = IndexOf(key);
        value = i < 0 ? null : _values[i];
        return i >= 0;
    }

    internal int IndexOf(ReadOnlySpan<char> key)
    {
        if (_index is not null) return _index.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(key, out var found) ? found : -1;
        var keys = _keys;
        for (var i = 0; i < Count; i++)
            if (keys[i].Length == key.Length && key.SequenceEqual(keys[i])) return i;
        return -1;
    }

    internal void Add(string key, Node value)
    {
        if (Count == _keys.Length)
        {
            var capacity = Count == 0 ? 4 : Count * 2;
            Array.Resize(ref _keys, capacity);
            Array.Resize(ref _values, capacity);
        }

        _keys[Count] = key;
        _values[Count] = value;
        Count++;
        if (_index is not null) _index.Add(key, Count - 1);
        else if (Count > ScanLimit) BuildIndex();
    }

    internal void SetAt(int i, Node value) => _values[i] = value;

    /// <summary>Sets a key as a later line of a document does: objects merge, arrays of <c>+=</c> extend, anything else replaces.</summary>
    internal void Set(string key, Node value)
    {
        var i = IndexOf(key);
        if (i < 0) Add(key, value);
        else _values[i] = Merging.Over(_values[i], value);
    }

    private void BuildIndex()
    {
        _index = new Dictionary<string, int>(Count * 2, StringComparer.Ordinal);
        for (var i = 0; i < Count; i++) _index.Add(_keys[i], i);
    }
}
