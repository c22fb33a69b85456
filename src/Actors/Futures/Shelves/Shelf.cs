namespace Actors.Futures.Shelves;

/// <summary>
/// The values that one worker has, by key, in its memory. A value stays while a client holds it: until the client releases it, or has been silent for the lease. Safe for use
/// by several threads.
/// </summary>
/// <remarks>
/// A release names the serial up to which it counts, and is remembered for a lease: what an earlier attempt stores afterwards is not held for that client any more. So a
/// method that ends late, or ran twice, leaves nothing behind.
/// </remarks>
internal sealed class Shelf(ShelfTerms terms)
{
    private readonly Lock _gate = new(); // guards all below
    private readonly Dictionary<string, ShelfItem> _items = [];
    private readonly Dictionary<string, ShelfClient> _clients = [];
    private long _bytes; // of items and of parts

    public (int Count, long Bytes) Usage
    {
        get
        {
            lock (_gate)
                return (_items.Count, _bytes);
        }
    }

    public long MaxBytes => terms.MaxBytes;

    /// <summary>There is room for so many more bytes just now.</summary>
    public bool HasRoom(long bytes)
    {
        lock (_gate)
            return _bytes + bytes <= terms.MaxBytes;
    }

    /// <summary>The keys after one of them, in their order; after "", from the first.</summary>
    public IReadOnlyList<string> Keys(string after, int most)
    {
        lock (_gate)
            return [.. _items.Keys.Where(key => string.CompareOrdinal(key, after) > 0).Order(StringComparer.Ordinal).Take(most)];
    }

    public bool TryGet(string key, out ReadOnlyMemory<byte> value)
    {
        lock (_gate)
        {
            var isThere = _items.TryGetValue(key, out var item);
            value = isThere ? item!.Value : default;
            return isThere;
        }
    }

    /// <summary>Holds, for a client, what is there already.</summary>
    public bool TryHold(string key, string client, long serial, TimeSpan now, out ReadOnlyMemory<byte> value)
    {
        lock (_gate)
        {
            value = default;
            if (!_items.TryGetValue(key, out var item))
                return false;
            Hold(item, client, serial, now);
            value = item.Value;
            return true;
        }
    }

    /// <summary>Stores a value that a client holds. When it is there already it stays as it is; when the client has released it meanwhile it is not stored.</summary>
    /// <exception cref="ActorsException">There is no room for it.</exception>
    public void Put(string key, ReadOnlyMemory<byte> value, string client, long serial, TimeSpan now)
    {
        lock (_gate)
        {
            if (!_items.TryGetValue(key, out var item))
            {
                if (ClientOf(client, now).IsReleased(key, serial))
                    return;
                Reserve(key, value.Length);
                _items.Add(key, item = new ShelfItem(key, value));
            }

            Hold(item, client, serial, now);
        }
    }

    /// <summary>Takes a part of a value; with the last one it is stored. A part that came before changes nothing, nor does one of what was released meanwhile.</summary>
    /// <exception cref="ActorsException">There is no room for the whole, or a part is missing.</exception>
    public void PutPart(ShelfPut part, TimeSpan now)
    {
        lock (_gate)
        {
            var client = ClientOf(part.Client, now);
            if (_items.TryGetValue(part.Key, out var item))
            {
                Hold(item, part.Client, part.Serial, now);
                return;
            }

            if (client.IsReleased(part.Key, part.Serial))
                return;
            if (client.Parts.TryGetValue(part.Key, out var parts) && parts.Serial < part.Serial)
            {
                DropParts(client, part.Key); // of an earlier attempt, perhaps of another value
                parts = null;
            }

            if (parts is null)
            {
                if (part.Offset != 0)
                    throw Gap(part, 0); // before anything is kept for it
                Reserve(part.Key, part.Total);
                client.Parts.Add(part.Key, parts = new PartialValue(new byte[part.Total], part.Serial));
            }

            if (!parts.TryAdd(part.Offset, part.Part.Span))
                throw Gap(part, parts.Length);
            if (!parts.IsComplete)
                return;
            DropParts(client, part.Key);
            Put(part.Key, parts.Value, part.Client, part.Serial, now);
        }
    }

    /// <summary>The client lives.</summary>
    public void Touch(string client, TimeSpan now)
    {
        lock (_gate)
            ClientOf(client, now);
    }

    /// <summary>What was stored for a client under a key up to a serial is held for it no more.</summary>
    public void Release(string client, string key, long serial, TimeSpan now)
    {
        lock (_gate)
        {
            var known = ClientOf(client, now);
            known.Remember(key, serial, now);
            if (known.Parts.TryGetValue(key, out var parts) && parts.Serial <= serial)
                DropParts(known, key);
            if (_items.TryGetValue(key, out var item) && item.Holders.TryGetValue(client, out var held) && held <= serial)
                Drop(item, client);
        }
    }

    /// <summary>The client holds nothing any more.</summary>
    public void Forget(string client)
    {
        lock (_gate)
        {
            if (!_clients.Remove(client, out var known))
                return;
            _bytes -= known.Parts.Values.Sum(parts => (long)parts.Value.Length);
            foreach (var item in _items.Values.Where(item => item.Holders.ContainsKey(client)).ToArray())
                Drop(item, client);
        }
    }

    /// <summary>To be called now and then: forgets clients that were silent for too long.</summary>
    public void Tick(TimeSpan now)
    {
        lock (_gate)
        {
            foreach (var (name, client) in _clients.ToArray())
            {
                if (now - client.LastHeard > terms.Lease)
                    Forget(name);
                else
                    client.ForgetReleases(now - terms.Lease);
            }
        }
    }

    /// <summary>Forgets everything, for all clients.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _items.Clear();
            _clients.Clear();
            _bytes = 0;
        }
    }

    private static ActorsException Gap(ShelfPut part, int length) =>
        new(ErrorCodes.Invalid, $"{part.Key}: {length} bytes have come, and the next part begins at {part.Offset} of {part.Total}");

    private void Reserve(string key, long bytes)
    {
        if (bytes < 0 || bytes > terms.MaxItemBytes)
            throw new ActorsException(ErrorCodes.TooLarge, $"{key} has {bytes} bytes; a shelf takes at most {terms.MaxItemBytes} in one value (actors.futures.max-item-size)");
        if (_bytes + bytes > terms.MaxBytes)
            throw new ActorsException(ErrorCodes.Overloaded, $"{key} has {bytes} bytes, and the shelf has {_bytes} of at most {terms.MaxBytes} (actors.futures.shelf-size): release futures that you do not need");
        _bytes += bytes;
    }

    private ShelfClient ClientOf(string client, TimeSpan now)
    {
        if (!_clients.TryGetValue(client, out var known))
            _clients.Add(client, known = new ShelfClient());
        known.LastHeard = now;
        return known;
    }

    private void Hold(ShelfItem item, string client, long serial, TimeSpan now)
    {
        if (!ClientOf(client, now).IsReleased(item.Key, serial))
            item.Holders[client] = Math.Max(serial, item.Holders.GetValueOrDefault(client));
    }

    private void DropParts(ShelfClient client, string key)
    {
        if (client.Parts.Remove(key, out var parts))
            _bytes -= parts.Value.Length;
    }

    private void Drop(ShelfItem item, string client)
    {
        item.Holders.Remove(client);
        if (item.Holders.Count > 0)
            return;
        _items.Remove(item.Key);
        _bytes -= item.Value.Length;
    }
}
