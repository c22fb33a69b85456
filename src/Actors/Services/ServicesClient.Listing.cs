using Actors.Futures.Internal;
using Actors.Services.Brokers;
using Actors.Services.Deployment.Control;
using Google.Protobuf;

namespace Actors.Services;

public sealed partial class ServicesClient
{
    /// <summary>What is served, by whom, and how much waits.</summary>
    public async Task<IReadOnlyList<ServiceView>> ListAsync(CancellationToken cancel = default) =>
        [.. (await ListWholeAsync("", cancel).ConfigureAwait(false)).Services.Where(view => view.Service[0] != FutureCalls.Hidden)];

    /// <summary>One service, with its hosts and methods; null when nobody serves it and nothing waits for it.</summary>
    public async Task<ServiceView?> FindAsync(string service, CancellationToken cancel = default) =>
        (await ListWholeAsync(CheckName(service), cancel).ConfigureAwait(false)).Services.SingleOrDefault(view => view.Service == service);

    /// <summary>What the cluster serves by itself.</summary>
    public async Task<IReadOnlyList<DeploymentView>> ListDeploymentsAsync(CancellationToken cancel = default)
    {
        var pages = await PagesAsync<DeploymentsListed>((number, after) => new ListDeployments { RequestId = number, After = after }, listed => listed.Next, cancel).ConfigureAwait(false);
        return DeploymentPages.Instance.Whole(pages.SelectMany(listed => listed.Deployments));
    }

    /// <summary>All pages as one.</summary>
    /// <param name="service">Only this one; empty: all, the product's own too.</param>
    /// <param name="cancel">Stops waiting.</param>
    internal async Task<ServicesListed> ListWholeAsync(string service, CancellationToken cancel)
    {
        var pages = await PagesAsync<ServicesListed>((number, after) => new ListServices { RequestId = number, Service = service, After = after }, listed => listed.Next, cancel).ConfigureAwait(false);
        return new ServicesListed { Partial = pages.Any(listed => listed.Partial), Services = { ServicePages.Instance.Whole(pages.SelectMany(listed => listed.Services)) } };
    }

    private async Task<IReadOnlyList<T>> PagesAsync<T>(Func<ulong, string, IMessage> request, Func<T, string> nextOf, CancellationToken cancel)
        where T : class, IMessage
    {
        var pages = new List<T>();
        var after = "";
        do
        {
            var page = await AskAsync<T>(number => request(number, after), TimeSpan.Zero, cancel).ConfigureAwait(false);
            pages.Add(page);
            after = nextOf(page);
        }
        while (after.Length > 0);

        return pages;
    }
}
