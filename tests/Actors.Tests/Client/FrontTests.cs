using System.Security.Cryptography;
using Actors.Client;
using Actors.Client.Internal;
using Actors.Internal;
using Actors.Jobs;
using Actors.Links;
using Actors.Services;
using Actors.Services.Internal;
using Actors.Storage;
using Akka.Actor;
using Google.Protobuf;
using Xunit;

namespace Actors.Tests.Client;

public sealed class FrontTests : IAsyncLifetime
{
    private static readonly LinkSettings Link = new(8, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(2));

    private static readonly ClientSettings Settings = new()
    {
        ConnectTimeout = TimeSpan.FromSeconds(5),
        RequestTimeout = TimeSpan.FromSeconds(20),
        Patience = TimeSpan.FromSeconds(10),
        ResendAfter = TimeSpan.FromMilliseconds(300),
        MaxTransfers = 4,
    };

    private readonly MemoryStore _store = new();
    private readonly IdSource _ids = new(new SteppingTime(), RandomNumberGenerator.Fill);
    private readonly ActorSystem _system = ActorSystem.Create("front-tests", "akka.loglevel = WARNING");
    private IActorRef _relay = ActorRefs.Nobody;
    private IActorRef _jobs = ActorRefs.Nobody;
    private ComputeCloud? _cloud;

    private ComputeCloud Cloud => _cloud!;

    public Task InitializeAsync()
    {
        _jobs = _system.ActorOf(Props.Create(() => new OneJobBroker()), "jobs");
        _relay = _system.ActorOf(Props.Create(() => new Relay()), "relay");
        _relay.Tell(NewFront());
        _cloud = CloudBehind(_relay, Settings);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await Cloud.DisposeAsync();
        await _system.Terminate();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65536)]
    [InlineData(65537)]
    [InlineData(5_000_000)]
    public async Task What_is_put_comes_back_whatever_its_size(int length)
    {
        var content = RandomNumberGenerator.GetBytes(length);
        var stored = await Cloud.AddAsync("name", new MemoryStream(content));
        Assert.Equal((length, "name", 1, 2), (stored.Length, stored.Name, stored.Copies, stored.WantedCopies));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(content)), stored.Sha256);
        Assert.Equal(content, await stored.GetAsync());
    }

    [Fact]
    public async Task A_stream_that_cannot_seek_is_put_too()
    {
        var content = RandomNumberGenerator.GetBytes(300_000);
        var stored = await Cloud.AddAsync("name", new PrefixedStream(content.AsMemory(0, 10), new MemoryStream(content[10..])));
        Assert.Equal(content, await stored.GetAsync());
    }

    [Fact]
    public async Task Content_is_found_by_id_and_the_newest_by_name()
    {
        var older = await Cloud.AddStringAsync("name", "older");
        var newer = await Cloud.AddStringAsync("name", "newer");
        Assert.Equal("newer", await (await Cloud.FindAsync("name")).GetStringAsync());
        Assert.Equal("older", await (await Cloud.FindAsync(older.Id.ToString())).GetStringAsync());
        Assert.Equal(newer.Id, (await Cloud.FindAsync("name")).Id);
        Assert.Equal(ErrorCodes.NotFound, (await Assert.ThrowsAsync<ActorsException>(() => Cloud.FindAsync("other"))).Code);
    }

    [Fact]
    public async Task A_long_list_comes_in_pages_and_in_order()
    {
        for (var i = 0; i < 1203; i++) await _store.PutAsync(ObjectId.New(_ids), $"n{i}", new MemoryStream());
        var listed = await Cloud.ListAsync();
        Assert.Equal(Enumerable.Range(0, 1203).Select(i => $"n{i}"), listed.Select(content => content.Name));
        Assert.Single(await Cloud.ListAsync("n7"));
    }

    [Fact]
    public async Task A_list_of_long_names_comes_in_pages_that_fit_into_a_frame()
    {
        for (var i = 0; i < 300; i++) await _store.PutAsync(ObjectId.New(_ids), $"{i}{new string('n', 900)}", new MemoryStream());
        var page = await _relay.Ask<ContentsListed>(new ListContents { RequestId = 1 }, TimeSpan.FromSeconds(10));
        Assert.InRange(page.CalculateSize(), 1, 100_000);
        Assert.True(page.More);
        Assert.Equal(300, (await Cloud.ListAsync()).Count);
    }

    [Fact]
    public async Task A_large_get_outlives_a_front_that_finds_the_content_unavailable_for_a_moment()
    {
        var content = RandomNumberGenerator.GetBytes(3_000_000);
        var stored = await Cloud.AddAsync("name", new MemoryStream(content));
        var gate = new TaskCompletionSource();
        _store.Gate = gate.Task;
        await using var stream = await stored.OpenAsync();
        var first = new byte[1_000_000];
        await stream.ReadExactlyAsync(first);
        for (var i = 0; i < 2; i++) _store.Failures.Enqueue(new ActorsException(ErrorCodes.Unavailable, "no copy answers"));
        _relay.Tell(NewFront());
        gate.SetResult();
        var rest = new MemoryStream();
        await stream.CopyToAsync(rest);
        Assert.Empty(_store.Failures);
        Assert.Equal<byte>(content, first.Concat(rest.ToArray()));
    }

    [Fact]
    public async Task What_is_asked_of_a_program_that_has_let_go_of_the_cluster_fails_at_once()
    {
        var stored = await Cloud.AddStringAsync("name", "content");
        await Cloud.DisposeAsync();
        var failure = await Assert.ThrowsAsync<ActorsException>(() => stored.OpenAsync().WaitAsync(TimeSpan.FromSeconds(10)));
        Assert.Equal(ErrorCodes.Failed, failure.Code);
    }

    [Fact]
    public async Task A_large_put_whose_front_falls_silent_at_the_end_fails_in_time()
    {
        var silent = _system.ActorOf(Props.Create(() => new SilentAtTheEnd(NewFront())));
        var patience = Settings with { RequestTimeout = TimeSpan.FromSeconds(1) };
        await using var cloud = CloudBehind(silent, patience);
        var failure = await Assert.ThrowsAsync<ActorsException>(() => cloud.AddAsync("name", new MemoryStream(new byte[300_000])).WaitAsync(TimeSpan.FromSeconds(15)));
        Assert.Equal(ErrorCodes.Timeout, failure.Code);
    }

    [Fact]
    public async Task Bytes_that_changed_on_their_way_are_not_stored()
    {
        var altering = _system.ActorOf(Props.Create(() => new Altering(NewFront())));
        await using var cloud = CloudBehind(altering, Settings with { Patience = TimeSpan.Zero });
        var failure = await Assert.ThrowsAsync<ActorsException>(() => cloud.AddAsync("name", new MemoryStream(new byte[300_000])));
        Assert.Equal(ErrorCodes.Unavailable, failure.Code);
        Assert.Empty(await Cloud.ListAsync());
    }

    [Fact]
    public async Task An_unknown_id_is_not_found_and_an_output_that_is_not_made_is_incomplete()
    {
        var unknown = ObjectId.New(IdSource.System);
        Assert.Equal(ErrorCodes.NotFound, (await Assert.ThrowsAsync<ActorsException>(() => Cloud.GetAsync(unknown))).Code);
        var output = ObjectId.New(IdSource.System);
        await _store.DeclareAsync(output, "output");
        Assert.Equal(ErrorCodes.Incomplete, (await Assert.ThrowsAsync<ActorsException>(() => Cloud.GetAsync(output))).Code);
        Assert.True(Assert.Single(await Cloud.ListAsync()).Incomplete);
    }

    [Fact]
    public async Task What_is_unavailable_for_a_moment_is_tried_again()
    {
        for (var i = 0; i < 2; i++) _store.Failures.Enqueue(new ActorsException(ErrorCodes.Unavailable, "no storage node is there"));
        var stored = await Cloud.AddStringAsync("name", "content");
        _store.Failures.Enqueue(new ActorsException(ErrorCodes.Unavailable, "no storage node is there"));
        Assert.Equal("content", await stored.GetStringAsync());
    }

    [Fact]
    public async Task A_large_put_goes_on_with_the_next_front_when_one_is_lost()
    {
        var content = new SlowStream(RandomNumberGenerator.GetBytes(3_000_000));
        var putting = Cloud.AddAsync("name", content);
        await content.HalfWay;
        _relay.Tell(NewFront());
        content.Go();
        var stored = await putting;
        Assert.Equal(3_000_000, (await stored.GetAsync()).Length);
    }

    [Fact]
    public async Task A_large_get_goes_on_where_it_was_when_the_front_is_lost()
    {
        var content = RandomNumberGenerator.GetBytes(3_000_000);
        var stored = await Cloud.AddAsync("name", new MemoryStream(content));
        var gate = new TaskCompletionSource();
        _store.Gate = gate.Task;
        await using var stream = await stored.OpenAsync();
        var first = new byte[1_000_000];
        await stream.ReadExactlyAsync(first);
        _relay.Tell(NewFront());
        gate.SetResult();
        var rest = new MemoryStream();
        await stream.CopyToAsync(rest);
        Assert.Equal<byte>(content, first.Concat(rest.ToArray()));
    }

    [Fact]
    public async Task A_reader_that_goes_away_frees_the_fronts_transfer()
    {
        var stored = await Cloud.AddAsync("name", new MemoryStream(new byte[3_000_000]));
        for (var i = 0; i < 3 * Settings.MaxTransfers; i++)
        {
            await using var stream = await stored.OpenAsync();
            await stream.ReadExactlyAsync(new byte[1000]);
        }
    }

    [Fact]
    public async Task A_put_that_has_ended_frees_the_fronts_transfer()
    {
        await using var cloud = CloudBehind(_relay, Settings with { Patience = TimeSpan.Zero });
        for (var i = 0; i < 3 * Settings.MaxTransfers; i++)
            await cloud.AddAsync("name", new MemoryStream(new byte[100_000]));
    }

    [Fact]
    public async Task A_client_that_has_not_heard_how_its_put_ended_is_told_when_it_asks_again_or_goes_on()
    {
        var (put, ended) = (new BeginPut { RequestId = 2, ObjectId = ByteString.CopyFromUtf8("short") }, ErrorCodes.Invalid);
        for (var i = 0; i < 3; i++)
            Assert.Equal(ended, (await _relay.Ask<RequestFailed>(put, TimeSpan.FromSeconds(10))).Code);

        Assert.Equal(ended, (await _relay.Ask<RequestFailed>(new LinkIdle { Link = 2 }, TimeSpan.FromSeconds(10))).Code);
    }

    [Fact]
    public async Task Jobs_are_submitted_shown_awaited_and_listed()
    {
        var job = await Cloud.AddJobAsync(new NewJob("count", "python") { Source = "print(1)", OutputName = "counted" });
        Assert.Equal(JobStatus.Completed, (await job.WaitAsync()).Status);
        Assert.Equal("counted", job.Output.Name);
        Assert.Equal("count", (await job.ShowAsync()).Name);
        Assert.Equal("log", await job.ReadLogAsync());
        Assert.Single(await Cloud.ListJobsAsync());
    }

    [Fact]
    public async Task The_output_of_a_job_that_failed_says_that_and_where_to_read_on()
    {
        var job = await Cloud.AddJobAsync(new NewJob("fails", "python") { Source = "1/0" });
        await _store.DeclareAsync(job.Output.Id, "output");
        var failure = await Assert.ThrowsAsync<ActorsException>(() => job.Output.GetStringAsync());
        Assert.Equal((ErrorCodes.Failed, $"job {job.Id} failed: exit code 1; actors job logs {job.Id}"), (failure.Code, failure.Message));
    }

    [Fact]
    public async Task A_wrong_job_is_refused_before_it_is_sent()
    {
        var failure = await Assert.ThrowsAsync<ActorsException>(() => Cloud.AddJobAsync(new NewJob("name", "cobol") { Source = "x" }));
        Assert.Equal(ErrorCodes.Invalid, failure.Code);
        Assert.Contains("cobol", failure.Message);
    }

    [Fact]
    public async Task The_cluster_and_the_ring_are_shown()
    {
        Assert.Equal("akka.tcp://actors@127.0.0.1:4053", (await Cloud.ShowClusterAsync()).Self);
        Assert.Equal(2, (await Cloud.ShowRingAsync()).Replicas);
    }

    [Fact]
    public async Task Malformed_requests_are_refused_and_the_front_lives_on()
    {
        foreach (var request in new IMessage[]
        {
            new PutContent { RequestId = 1, ObjectId = ByteString.CopyFromUtf8("short") },
            new BeginPut { RequestId = 2, ObjectId = ByteString.CopyFromUtf8("short") },
            new GetContent { RequestId = 3, ObjectId = ByteString.CopyFromUtf8("short") },
            new FindContent { RequestId = 4, ObjectId = ByteString.CopyFromUtf8("short") },
            new ListContents { RequestId = 5, After = ByteString.CopyFromUtf8("short") },
        })
        {
            var refused = await _relay.Ask<RequestFailed>(request, TimeSpan.FromSeconds(10));
            Assert.Equal(ErrorCodes.Invalid, refused.Code);
        }

        Assert.Equal(LinkBroken.Descriptor, (await _relay.Ask<IMessage>(new LinkData { Link = 99 }, TimeSpan.FromSeconds(10))).Descriptor);
        Assert.Empty(await Cloud.ListAsync());
    }

    private ComputeCloud CloudBehind(IActorRef front, ClientSettings settings)
    {
        var caller = _system.ActorOf(Props.Create(() => new FrontCaller(FrontRoute.Local(front), Settings.ResendAfter)));
        var link = new FrontLink(caller, settings, Link, TimeProvider.System, _ids, "tests");
        var services = new ServicesClient(_system, ServiceRoute.Local(_system, ActorRefs.Nobody), "tests", _ids, TimeProvider.System);
        return new ComputeCloud(_system, link, services, _ids, () => Task.CompletedTask);
    }

    private Props NewFront()
    {
        var terms = new FrontTerms(Settings.MaxTransfers, Link, TimeSpan.FromSeconds(5));
        var jobs = _jobs;
        return Props.Create(() => new Front(_store, jobs, new FixedView(), terms));
    }

    /// <summary>Stands for the cluster client: passes on to one front, and to a new one when told to, the old one being lost.</summary>
    private sealed class Relay : ReceiveActor
    {
        private IActorRef _front = ActorRefs.Nobody;

        public Relay()
        {
            Receive<Props>(props =>
            {
                if (!_front.IsNobody()) Context.Stop(_front);
                _front = Context.ActorOf(props);
            });
            ReceiveAny(message => _front.Forward(message));
        }
    }

    /// <summary>Loses the end of a put and all questions about it after that.</summary>
    private sealed class SilentAtTheEnd : ReceiveActor
    {
        public SilentAtTheEnd(Props front)
        {
            var inner = Context.ActorOf(front);
            var asked = false;
            Receive<BeginPut>(put =>
            {
                if (!asked) inner.Tell(put); // answers come here
                asked = true;
                _client = Sender;
            });
            Receive<PutDone>(_ => { });
            Receive<LinkDemand>(demand => _client.Tell(demand));
            ReceiveAny(message => inner.Tell(message));
        }

        private IActorRef _client = ActorRefs.Nobody;
    }

    /// <summary>Changes a byte of every message but the last.</summary>
    private sealed class Altering : ReceiveActor
    {
        public Altering(Props front)
        {
            var inner = Context.ActorOf(front);
            Receive<LinkData>(data =>
            {
                var other = data.Payload.ToByteArray();
                if (!data.Last) other[0]++;
                inner.Forward(new LinkData { Link = data.Link, Sequence = data.Sequence, Payload = ByteString.CopyFrom(other), Last = data.Last });
            });
            ReceiveAny(inner.Forward);
        }
    }

    private sealed class OneJobBroker : ReceiveActor
    {
        private JobView? _job;

        public OneJobBroker()
        {
            Receive<SubmitJob>(submit =>
            {
                _job = new JobView { JobId = submit.Job.JobId, OutputId = submit.Job.OutputId, Name = submit.Job.Name, Status = JobStatus.Running };
                if (_job.Name == "fails") _job = new JobView(_job) { Status = JobStatus.Failed, Reason = "exit code 1", Attempts = 1 };
                Sender.Tell(new JobAccepted { RequestId = submit.RequestId, JobId = submit.Job.JobId, OutputId = submit.Job.OutputId });
            });
            Receive<GetJob>(get =>
            {
                // Asked with a wait it ends, a little at a time: first the end, then the output.
                if (get.WaitMs > 0 && _job!.Status == JobStatus.Completed) _job.OutputPublished = true;
                if (get.WaitMs > 0) _job!.Status = JobStatus.Completed;
                Sender.Tell(new JobShown { RequestId = get.RequestId, Job = _job!.Clone() });
            });
            Receive<ListJobs>(list =>
            {
                var listed = new JobsListed { RequestId = list.RequestId };
                if (_job != null && (list.Status == JobStatus.Unknown || list.Status == _job.Status)) listed.Jobs.Add(_job.Clone());
                Sender.Tell(listed);
            });
            Receive<GetJobLog>(get => Sender.Tell(new JobLogShown { RequestId = get.RequestId, JobId = get.JobId, Stderr = ByteString.CopyFromUtf8("log") }));
        }
    }

    private sealed class FixedView : IFrontView
    {
        public Welcome Welcome(ulong request) => new() { RequestId = request };

        public ClusterShown Cluster(ulong request) => new() { RequestId = request, Self = "akka.tcp://actors@127.0.0.1:4053" };

        public RingShown Ring(ulong request) => new() { RequestId = request, Replicas = 2 };
    }

    /// <summary>Later with every look, so that ids have an order.</summary>
    private sealed class SteppingTime : TimeProvider
    {
        private long _now;

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddMilliseconds(Interlocked.Increment(ref _now));
    }

    /// <summary>Stops half-way until it is told to go on.</summary>
    private sealed class SlowStream(byte[] content) : MemoryStream(content)
    {
        private readonly TaskCompletionSource _halfWay = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _go = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task HalfWay => _halfWay.Task;

        public void Go() => _go.SetResult();

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (Position >= Length / 2)
            {
                _halfWay.TrySetResult();
                await _go.Task.WaitAsync(cancellationToken);
            }

            return await base.ReadAsync(buffer, cancellationToken);
        }
    }
}
