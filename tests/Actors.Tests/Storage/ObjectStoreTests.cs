using Actors.Storage;
using Akka.Actor;
using Xunit;

namespace Actors.Tests.Storage;

public sealed class ObjectStoreTests : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private readonly ActorSystem _system = ActorSystem.Create("store");

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _system.Terminate();

    [Fact]
    public async Task What_the_store_leaves_unanswered_when_it_is_stopped_is_unavailable()
    {
        var store = new ObjectStore(_system.ActorOf(Props.Create(() => new Silent())));
        var before = store.OpenAsync(ObjectId.New(IdSource.System));
        await _system.Terminate();
        var after = store.PutAsync(ObjectId.New(IdSource.System), "name", new MemoryStream());
        foreach (var call in (Task[])[before, after])
            Assert.Equal(ErrorCodes.Unavailable, (await Assert.ThrowsAsync<ActorsException>(() => call.WaitAsync(Limit))).Code);
    }

    private sealed class Silent : ReceiveActor
    {
        public Silent() => ReceiveAny(_ => { });
    }
}
