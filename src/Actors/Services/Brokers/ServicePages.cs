using Actors.Services.Internal;

namespace Actors.Services.Brokers;

/// <summary>The services of brokers; a part has a host.</summary>
internal sealed class ServicePages : Pages<ServiceView>
{
    public static readonly ServicePages Instance = new();

    public static ServicesListed Answer(ListServices asked, Page<ServiceView> page, bool isPartial = false) =>
        new() { RequestId = asked.RequestId, Partial = isPartial, Next = page.Next, Services = { page.Views } };

    public static Page<ServiceView> Of(ServicesListed listed) => new(listed.Services, listed.Next);

    protected override string NameOf(ServiceView view) => view.Service;

    protected override IEnumerable<(string Key, ServiceView Part)> Split(ServiceView view)
    {
        if (view.Broker.Length > 0)
            yield return ("", new ServiceView { Service = view.Service, Broker = view.Broker, Queued = view.Queued, Running = view.Running, Completed = view.Completed, Failed = view.Failed, Shape = view.Shape });
        foreach (var host in view.Hosts)
            yield return (host.Host, new ServiceView { Service = view.Service, Hosts = { host } });
    }

    protected override ServiceView Add(ServiceView whole, ServiceView part)
    {
        if (part.Broker.Length > 0)
            whole.Broker = part.Broker;
        whole.Queued += part.Queued;
        whole.Running += part.Running;
        whole.Completed += part.Completed;
        whole.Failed += part.Failed;
        whole.Shape ??= part.Shape;
        foreach (var host in part.Hosts)
        {
            // It may be registered with two brokers, while its service moves.
            if (whole.Hosts.Count == 0 || whole.Hosts[^1].Host != host.Host)
                whole.Hosts.Add(host);
        }

        return whole;
    }
}
