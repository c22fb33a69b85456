using Actors.Dispatch;
using Actors.Jobs;
using Actors.Jobs.Brokers;
using Actors.Jobs.Table;
using Actors.Tests.Jobs.Service;
using Actors.Tests.Jobs.Table;
using Akka.Actor;
using Akka.Configuration;
using Akka.TestKit.Xunit2;
using Xunit;

namespace Actors.Tests.Jobs.Brokers;

/// <summary>The broker's actor over a journal that takes its time.</summary>
public sealed class BrokerDurabilityTests() : TestKit(
    ConfigurationFactory.ParseString("""
        akka.actor.provider = cluster
        akka.loglevel = WARNING
        akka.stdout-loglevel = WARNING
        akka.cluster.roles = [broker]
        akka.remote.dot-netty.tcp { hostname = "127.0.0.1", port = 0 }
        """).WithFallback(ReferenceConfig.Config), "actors")
{
    private readonly SlowJournal _journal = new();

    [Fact]
    public async Task Questions_are_answered_once_what_the_answer_tells_is_durable()
    {
        var cluster = Akka.Cluster.Cluster.Get(Sys);
        cluster.Join(cluster.SelfAddress);
        var broker = Sys.ActorOf(Broker.Props(new JobTableSettings(), _journal, new MemoryStore()), "broker");
        await Eventually.HoldsAsync(
            async () => await broker.Ask<object>(new ListJobs(), TimeSpan.FromSeconds(3)) is JobsListed, () => "the broker does not become active");
        var job = TableBench.Job();

        broker.Tell(new SubmitJob { RequestId = 1, Client = "test", Job = job.ToWire() }, TestActor);
        broker.Tell(new GetJob { RequestId = 2, JobId = job.Id.ToWire() }, TestActor);
        broker.Tell(new ListJobs { RequestId = 3 }, TestActor);
        broker.Tell(new GetJob { RequestId = 4, JobId = JobId.New(IdSource.System).ToWire() }, TestActor);
        await Eventually.HoldsAsync(() => _journal.IsAppending, () => "nothing is appended");
        _journal.Finish();

        // Answers of one moment come in the order of their questions, so none of them was early.
        ExpectMsg<JobAccepted>();
        ExpectMsg<JobShown>();
        Assert.Single(ExpectMsg<JobsListed>().Jobs);
        ExpectMsg<JobRequestFailed>();
    }

    private sealed class SlowJournal : IJobJournal
    {
        private readonly TaskCompletionSource _written = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool IsVolatile => false;

        public bool IsAppending { get; private set; }

        public Task<JobHistory> TakeOverAsync() => Task.FromResult(new JobHistory(new Ballot(1, "node"), []));

        public ValueTask AppendAsync(Ballot ballot, IReadOnlyList<JobEvent> events)
        {
            IsAppending = true;
            return new ValueTask(_written.Task);
        }

        public void Finish() => _written.SetResult();
    }
}
