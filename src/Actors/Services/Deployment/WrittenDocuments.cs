using Actors.Services.Deployment.Planning;
using Google.Protobuf;

namespace Actors.Services.Deployment;

/// <summary>
/// The latest document of each service that a client has had written or has seen: it takes no older one for it, which a home might show that has just moved. Safe for use by several threads.
/// </summary>
internal sealed class WrittenDocuments
{
    private const int MostServices = 1000; // the oldest are forgotten: their homes have read them long since

    private readonly Lock _gate = new(); // guards _latest
    private readonly Dictionary<string, UInt128> _latest = new(StringComparer.Ordinal);

    public ByteString LatestOf(string service)
    {
        lock (_gate)
            return _latest.TryGetValue(service, out var document) ? Revisions.ToWire(document) : ByteString.Empty;
    }

    public DeploymentView Note(DeploymentView view)
    {
        var document = Revisions.FromWire(view.Document); // 0 from a broker that does not say it yet
        lock (_gate)
        {
            if (document == 0 || document <= _latest.GetValueOrDefault(view.Service))
                return view;
            if (_latest.Count == MostServices && !_latest.ContainsKey(view.Service))
                _latest.Remove(_latest.MinBy(pair => pair.Value).Key);
            _latest[view.Service] = document;
        }

        return view;
    }
}
