using Actors.Dispatch;

namespace Actors.Services.Brokers;

/// <summary>
/// Which names and labels of hosts the waiting calls ask for. Of a host's others the matcher does not hear: to it, hosts that nobody tells apart are alike, however many there are.
/// </summary>
internal sealed class AskedNames
{
    // Calls that ask for the same come one after the other; offering anew each time would cost more than a few names too many.
    private const int FewUnused = 32;

    private readonly Dictionary<Asked, int> _calls = [];
    private readonly Dictionary<string, int> _kinds = []; // by name; those that nobody asks for just now have 0
    private int _unused;

    /// <summary>Different wishes of waiting calls.</summary>
    public int Count => _calls.Count;

    public bool Contains(Asked asked) => _calls.ContainsKey(asked);

    /// <returns>True: hosts have more to offer now.</returns>
    public bool Add(Asked asked)
    {
        if (_calls.TryGetValue(asked, out var count))
        {
            _calls[asked] = count + 1;
            return false;
        }

        _calls.Add(asked, 1);
        var hasNew = false;
        foreach (var name in NamesOf(asked))
        {
            if (!_kinds.TryGetValue(name, out var kinds))
                hasNew = true;
            else if (kinds == 0)
                _unused--;
            _kinds[name] = kinds + 1;
        }

        return hasNew;
    }

    public void Remove(Asked asked)
    {
        if (--_calls[asked] > 0)
            return;
        _calls.Remove(asked);
        foreach (var name in NamesOf(asked))
        {
            if (--_kinds[name] == 0)
                _unused++;
        }
    }

    /// <summary>Those of a host's names that somebody asks for.</summary>
    public LabelSet Among(LabelSet names) => _kinds.Count == 0 ? LabelSet.Empty : LabelSet.Of(names.Labels.Where(_kinds.ContainsKey));

    /// <returns>True: names were forgotten, and hosts have less to offer.</returns>
    public bool Sweep()
    {
        if (_unused <= FewUnused)
            return false;
        foreach (var (name, _) in _kinds.Where(pair => pair.Value == 0).ToArray())
            _kinds.Remove(name);
        _unused = 0;
        return true;
    }

    private static IEnumerable<string> NamesOf(Asked asked) => asked.Labels.Labels.Union(asked.OneOf.Labels);
}
