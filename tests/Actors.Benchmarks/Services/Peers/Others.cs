namespace Actors.Benchmarks.Services.Peers;

/// <summary>What stands beside calls of services: the bare way there and back, gearman, Celery with Redis. Those that are not installed are left out.</summary>
internal sealed class Others : IAsyncDisposable
{
    private readonly BareHops[] _hops = [new(3), new(4)];
    private readonly Peer? _gearman = Gearman.Find();
    private readonly Peer? _celery = Celery.Find();

    public IEnumerable<Measurement> Measurements() =>
    [
        .. _hops.Select(hops => hops.Measurement()),
        .. _gearman is null ? [] : Gearman.Measurements(_gearman),
        .. _celery is null ? [] : Celery.Measurements(_celery),
    ];

    public async ValueTask DisposeAsync()
    {
        foreach (var hops in _hops)
            await hops.DisposeAsync();
        if (_gearman is not null)
            await _gearman.DisposeAsync();
        if (_celery is not null)
            await _celery.DisposeAsync();
    }
}
