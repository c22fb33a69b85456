using Actors.Jobs;
using Actors.Jobs.Brokers;
using Actors.Jobs.Table;
using Actors.Storage;
using Actors.Tests.Jobs.Table;
using Akka.Event;
using Akka.TestKit.Xunit2;
using Xunit;

namespace Actors.Tests.Jobs.Brokers;

public sealed class StoreErrandsTests : TestKit
{
    private readonly GatedStore _store = new();
    private readonly StoreErrands _errands;

    public StoreErrandsTests() => _errands = new StoreErrands(_store, TestActor, Sys.Scheduler, NoLogger.Instance);

    [Fact]
    public void Results_go_before_declarations_and_these_before_looks()
    {
        for (var busy = 0; busy < 64; busy++)
            _errands.Look(NewId());
        _errands.Look(NewId());
        _errands.Declare(NewId(), "name");
        _errands.Publish(AnyPublish());
        _store.Started.Clear();

        for (var done = 0; done < 3; done++)
        {
            _store.FinishOldest();
            _errands.Take(ExpectMsg<ErrandEnded>());
        }

        Assert.Equal(["publish", "declare", "look"], _store.Started);
    }

    [Fact]
    public void What_waits_when_the_broker_retires_is_not_begun_and_what_runs_is_called_off()
    {
        for (var errand = 0; errand < 65; errand++)
            _errands.Declare(NewId(), "name");

        _errands.Dispose();

        Assert.Equal(64, _store.Started.Count);
        var ended = ExpectMsg<ErrandEnded>();
        Assert.IsAssignableFrom<OperationCanceledException>(ended.Failure);
        Assert.Null(_errands.Take(ended));
        Assert.Equal(64, _store.Started.Count);
    }

    [Fact]
    public void A_content_that_is_denied_again_and_again_is_given_up()
    {
        var publish = AnyPublish();
        _errands.Publish(publish);
        _store.FinishOldest(new ActorsException(ErrorCodes.NotFound, "nobody has it"));
        var ended = ExpectMsg<ErrandEnded>();

        for (var denial = 1; denial < 10; denial++)
            Assert.Null(_errands.Take(ended));

        Assert.Equal(publish.Job, Assert.IsType<OutputMissing>(_errands.Take(ended)).Job);
    }

    [Fact]
    public void A_store_that_is_down_is_tried_for_ever()
    {
        _errands.Publish(AnyPublish());
        _store.FinishOldest(new ActorsException(ErrorCodes.Unavailable, "down"));
        var ended = ExpectMsg<ErrandEnded>();

        for (var failure = 0; failure < 100; failure++)
            Assert.Null(_errands.Take(ended));
    }

    private static ObjectId NewId() => ObjectId.New(IdSource.System);

    private static PublishOutput AnyPublish()
    {
        var outcome = TableBench.Outcome(JobVerdict.Ok);
        outcome.Length = 1_000_000; // the worker has stored it
        return new PublishOutput(JobId.New(IdSource.System), NewId(), outcome);
    }

    private sealed class GatedStore : IObjectStore
    {
        private readonly Queue<TaskCompletionSource> _gates = new();

        public List<string> Started { get; } = [];

        public void FinishOldest(Exception? failure = null)
        {
            if (failure is null)
                _gates.Dequeue().SetResult();
            else
                _gates.Dequeue().SetException(failure);
        }

        public async Task<ObjectInfo> StatAsync(ObjectId id, CancellationToken cancellation = default)
        {
            await PassAsync("look", cancellation);
            return ObjectInfo.Declared(id, "");
        }

        public Task DeclareAsync(ObjectId output, string name, CancellationToken cancellation = default) => PassAsync("declare", cancellation);

        public Task BindAsync(ObjectId output, ObjectId target, CancellationToken cancellation = default) => PassAsync("publish", cancellation);

        public Task<PutResult> PutAsync(ObjectId id, string name, Stream content, CancellationToken cancellation = default) => throw new NotSupportedException();

        public Task<ObjectReader> OpenAsync(ObjectId id, CancellationToken cancellation = default) => throw new NotSupportedException();

        public Task<IReadOnlyList<ObjectInfo>> ListAsync(ObjectQuery query, CancellationToken cancellation = default) => throw new NotSupportedException();

        private Task PassAsync(string what, CancellationToken cancellation)
        {
            Started.Add(what);
            var gate = new TaskCompletionSource();
            _gates.Enqueue(gate);
            return gate.Task.WaitAsync(cancellation);
        }
    }
}
