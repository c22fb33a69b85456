using Actors.Jobs.Runtimes;
using Actors.Jobs.Workers;
using Actors.Storage;
using Xunit;

namespace Actors.Sandbox.Tests;

public sealed class InputCacheTests : IDisposable
{
    private const int Room = 2500; // for two objects of those below
    private readonly string _folder = Directory.CreateTempSubdirectory("actors-inputs-").FullName;
    private readonly FewObjects _store = new();
    private readonly InputCache _cache;
    private int _places;

    public InputCacheTests() => _cache = new InputCache(_store, Directory.CreateDirectory(Path.Combine(_folder, "cache")).FullName, Room, Room, TimeProvider.System);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task An_object_is_fetched_once()
    {
        var id = Put(1000);

        Assert.Equal(1000, await PlaceAsync(id));
        Assert.Equal(1000, await PlaceAsync(id));

        Assert.Equal(1, _store.Opened);
    }

    [Fact]
    public async Task The_least_recently_used_makes_room_and_is_fetched_again()
    {
        var (first, second, third) = (Put(1000), Put(1000), Put(1000));
        foreach (var id in new[] { first, second, first, third })
            await PlaceAsync(id);
        Assert.Equal(3, _store.Opened);

        await PlaceAsync(first);
        Assert.Equal(3, _store.Opened);
        await PlaceAsync(second);
        Assert.Equal(4, _store.Opened);
    }

    [Fact]
    public async Task An_object_above_the_limit_is_not_fetched() =>
        Assert.Contains("actors.jobs.worker.max-input-size", (await Assert.ThrowsAsync<RuntimeException>(() => PlaceAsync(Put(Room + 1)))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task A_failure_is_not_remembered()
    {
        var id = ObjectId.New(IdSource.System);
        await Assert.ThrowsAsync<ActorsException>(() => PlaceAsync(id));

        _store.Objects[id] = new byte[7];

        Assert.Equal(7, await PlaceAsync(id));
    }

    private ObjectId Put(int length)
    {
        var id = ObjectId.New(IdSource.System);
        _store.Objects[id] = new byte[length];
        return id;
    }

    private Task<long> PlaceAsync(ObjectId id) => _cache.PlaceAsync(id, Path.Combine(_folder, $"{_places++}"), TimeSpan.Zero, CancellationToken.None);
}
