namespace Actors.Storage.Internal.Client;

/// <summary>Nodes that did not answer in time a moment ago: asked last until they answer or a while has passed, so that not every read waits for them.</summary>
internal sealed class Suspects(TimeSpan memory)
{
    private readonly Dictionary<string, TimeSpan> _until = [];

    public void Suspect(string node, TimeSpan now) => _until[node] = now + memory;

    public void Trust(string node)
    {
        if (_until.Count > 0)
            _until.Remove(node);
    }

    public IReadOnlySet<string> With(IReadOnlySet<string> unreachable, TimeSpan now)
    {
        if (_until.Count == 0)
            return unreachable;
        var all = new HashSet<string>(unreachable);
        all.UnionWith(_until.Where(pair => pair.Value > now).Select(pair => pair.Key));
        return all;
    }
}
