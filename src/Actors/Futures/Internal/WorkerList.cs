using Actors.Services;

namespace Actors.Futures.Internal;

/// <summary>The workers of which brokers told.</summary>
/// <param name="Workers">In a fixed order.</param>
/// <param name="IsWhole">Others are not there. Else nothing is known of those that are not in the list: a broker did not answer, or knows no worker yet.</param>
internal sealed record WorkerList(IReadOnlyList<string> Workers, bool IsWhole)
{
    /// <summary>No news.</summary>
    public static WorkerList Unknown { get; } = new([], false);

    public static WorkerList Of(ServicesListed listed)
    {
        var views = listed.Services.Where(service => service.Service == FutureCalls.ComputeService).ToArray();
        string[] workers = [.. views.SelectMany(view => view.Hosts).Select(host => host.Host).Distinct().Order(StringComparer.Ordinal)];
        return new WorkerList(workers, workers.Length > 0 && !listed.Partial);
    }
}
