namespace Actors.Futures.Shelves;

/// <summary>What a shelf knows of one client.</summary>
internal sealed class ShelfClient
{
    private readonly Dictionary<string, (long Serial, TimeSpan At)> _released = [];

    public TimeSpan LastHeard { get; set; }

    public Dictionary<string, PartialValue> Parts { get; } = [];

    public bool IsReleased(string key, long serial) => _released.TryGetValue(key, out var released) && serial <= released.Serial;

    public void Remember(string key, long serial, TimeSpan now) => _released[key] = (Math.Max(serial, _released.GetValueOrDefault(key).Serial), now);

    public void ForgetReleases(TimeSpan before)
    {
        foreach (var key in _released.Where(released => released.Value.At < before).Select(released => released.Key).ToArray())
            _released.Remove(key);
    }
}
