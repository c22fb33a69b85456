using Actors.Services.Hosts;
using Akka.Actor;

namespace Actors.Services;

/// <summary>A service that this program serves, until it is disposed of.</summary>
public sealed class ServiceServer : IAsyncDisposable
{
    private readonly IActorRef _host;
    private readonly ServiceHostPlan _plan;
    private readonly TimeSpan _patience;
    private readonly Lazy<Task> _forgotten;

    internal ServiceServer(IActorRef host, ServiceHostPlan plan, TimeSpan patience, Func<Task> forget)
    {
        (_host, _plan, _patience) = (host, plan, patience);
        _forgotten = new Lazy<Task>(forget); // once, however often it is disposed of
    }

    /// <summary>The service's name.</summary>
    public string Name => _plan.Service;

    /// <summary>Names this server among those of the service, as <see cref="ServicesClient.ListAsync"/> shows it.</summary>
    public string Host => _plan.Host;

    /// <summary>Completed when it serves no more; failed when something has gone wrong here that is not a method's failure.</summary>
    public Task Ended => _plan.Ended.Task;

    /// <summary>Takes the service down: what waits here goes to other hosts, what runs may end, within <c>actors.services.host.leave-timeout</c>.</summary>
    public async ValueTask DisposeAsync()
    {
        _host.Tell(ServiceHost.Leave.Instance);
        try
        {
            await _plan.Ended.Task.WaitAsync(_patience, _plan.Time).ConfigureAwait(false);
        }
        catch (ActorsException) when (Ended.IsFaulted)
        {
            // It has said so.
        }
        catch (TimeoutException)
        {
            // What still runs is lost with the actor; its clients hear of it from the broker.
            _host.Tell(PoisonPill.Instance);
            await _plan.Ended.Task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await _forgotten.Value.ConfigureAwait(false);
    }
}
