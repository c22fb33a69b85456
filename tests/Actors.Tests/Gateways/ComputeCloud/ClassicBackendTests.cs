using System.Text;
using Actors.Gateways.ComputeCloud;
using Actors.Jobs;
using Actors.Storage;
using Actors.Tests.Client;
using Xunit;

namespace Actors.Tests.Gateways.ComputeCloud;

public class ClassicBackendTests
{
    private readonly MemoryStore _store = new();
    private readonly FakeJobs _jobs = new();
    private readonly ClassicBackend _backend;

    public ClassicBackendTests() => _backend = new ClassicBackend(
        _store, _jobs, new ClassicDirectory(100), () => [new ClassicServer("127.0.0.1", 11111), new ClassicServer("10.0.0.7", 4711)], IdSource.System);

    [Fact]
    public async Task What_is_added_is_got_by_its_hash()
    {
        Assert.Equal("ACK:7C941D29", await CallAsync("ADD:name1:Y29udGVudHM="));
        Assert.Equal("ACK:Y29udGVudHM=", await CallAsync("GET:7C941D29"));
        Assert.Equal("name1", Assert.Single(await _store.ListAsync(new ObjectQuery())).Name);
    }

    [Fact]
    public async Task Empty_content_is_a_space()
    {
        var hash = (await CallAsync("ADD:empty: "))[4..];
        Assert.Equal("ACK: ", await CallAsync("GET:" + hash));
    }

    [Fact]
    public async Task Names_are_UTF8_in_the_cluster_and_their_bytes_on_the_wire()
    {
        var wire = Encoding.Latin1.GetString("é"u8);
        Assert.Equal("ACK:" + ClassicTokens.FromHash(ClassicHash.Of(wire, 0)), await CallAsync($"ADD:{wire}:YQ=="));
        Assert.Equal("é", Assert.Single(await _store.ListAsync(new ObjectQuery())).Name);
        Assert.StartsWith("ACK:", await CallAsync("ADD:\u00FF:YQ=="));
    }

    [Theory]
    [InlineData(49146, "ACK:")]
    [InlineData(49149, "NACK")]
    public async Task Content_that_does_not_fit_into_a_reply_is_NACK(int length, string begin)
    {
        var id = ObjectId.New(IdSource.System);
        await _store.PutAsync(id, "big", new MemoryStream(new byte[length]));
        _jobs.Offered = Job("j", new JobInput("big", id));
        var inputHash = (await CallAsync("GETJ")).Split(':')[3];
        var reply = await CallAsync("GET:" + inputHash);
        Assert.StartsWith(begin, reply);
        Assert.True(reply.Length <= 65535);
    }

    [Fact]
    public async Task JADD_submits_a_python_job_and_answers_with_the_hashes_of_job_and_output()
    {
        var input = (await CallAsync("ADD:pts:MSAy"))[4..];
        var reply = await CallAsync($"JADD:job:cHJpbnQ=:out:{input}");
        var hashes = reply.Split(':')[1..];
        Assert.Equal([ClassicTokens.FromHash(ClassicHash.Of("job", 2)), ClassicTokens.FromHash(ClassicHash.Of("out", 1))], hashes);
        var job = Assert.Single(_jobs.Submitted);
        Assert.Equal(("job", "python", "out", "print"), (job.Name, job.Runtime, job.OutputName, job.Source.Text.ToStringUtf8()));
        Assert.Equal("pts", Assert.Single(job.Inputs).Name);
        await _store.DeclareAsync(job.Output, "out");
        Assert.Equal("NACK", await CallAsync("GET:" + hashes[0]));
        Assert.Equal("NACK", await CallAsync("GET:" + hashes[1]));
    }

    [Fact]
    public async Task A_job_for_which_the_table_has_no_room_is_not_submitted()
    {
        for (var i = 0; i < 99; i++) Assert.StartsWith("ACK:", await CallAsync("ADD:name:YQ=="));
        Assert.Equal("NACK", await CallAsync("JADD:job:cHJpbnQ=:out"));
        Assert.Empty(_jobs.Submitted);
        Assert.StartsWith("ACK:", await CallAsync("ADD:name:YQ=="));
    }

    [Fact]
    public async Task JADD_on_an_unknown_or_incomplete_input_is_NACK()
    {
        Assert.Equal("NACK", await CallAsync("JADD:job:cHJpbnQ=:out:12345678"));
        var output = (await CallAsync("JADD:first:cHJpbnQ=:out")).Split(':')[2];
        await _store.DeclareAsync(_jobs.Submitted[0].Output, "out");
        Assert.Equal("NACK", await CallAsync($"JADD:second:cHJpbnQ=:out2:{output}"));
        Assert.Single(_jobs.Submitted);
    }

    [Fact]
    public async Task An_input_whose_name_cannot_be_a_file_makes_JADD_NACK()
    {
        var input = (await CallAsync("ADD:../x:YQ=="))[4..];
        Assert.Equal("NACK", await CallAsync($"JADD:job:cHJpbnQ=:out:{input}"));
    }

    [Fact]
    public async Task A_job_that_is_over_yields_its_error_text()
    {
        var job = (await CallAsync("JADD:job:cHJpbnQ=:out")).Split(':')[1];
        _jobs.Status = JobStatus.Failed;
        _jobs.Log = "oops"u8.ToArray();
        Assert.Equal("ACK:b29wcw==", await CallAsync("GET:" + job));
    }

    [Fact]
    public async Task GETJ_hands_over_source_job_and_inputs_and_UPD_brings_the_result()
    {
        Assert.Equal("NACK", await CallAsync("GETJ"));
        var input = (await CallAsync("ADD:pts:MSAy"))[4..];
        var jobHash = (await CallAsync($"JADD:job:cHJpbnQ=:out:{input}")).Split(':')[1];
        _jobs.Offered = _jobs.Submitted[0];
        Assert.Equal("ACK", await CallAsync("HAVJ"));
        Assert.Equal($"ACK:cHJpbnQ=:{jobHash}:{input}:pts", await CallAsync("GETJ"));
        Assert.Equal("ACK", await CallAsync($"UPD:{jobHash}:YQ==:Yg=="));
        Assert.Equal(("a", "b"), (Encoding.UTF8.GetString(_jobs.Finished!.Value.Output), Encoding.UTF8.GetString(_jobs.Finished.Value.Errors)));
        Assert.Equal("NACK", await CallAsync($"UPD:{jobHash}:YQ==:Yg=="));
    }

    [Fact]
    public async Task A_job_that_the_protocol_cannot_carry_goes_back()
    {
        _jobs.Offered = Job("j", new JobInput("a:b", ObjectId.New(IdSource.System)));
        Assert.Equal("NACK", await CallAsync("GETJ"));
        Assert.Equal(_jobs.Offered.Id, _jobs.GivenBack);
        _jobs.Offered = Job("j") with { Source = JobSource.Inline(new string('x', 60_000)) };
        Assert.Equal("NACK", await CallAsync("GETJ"));
        Assert.Equal(_jobs.Offered.Id, _jobs.GivenBack);
    }

    [Fact]
    public async Task UPD_of_what_is_no_job_is_NACK()
    {
        var input = (await CallAsync("ADD:pts:MSAy"))[4..];
        Assert.Equal("NACK", await CallAsync($"UPD:{input}:YQ==:Yg=="));
        Assert.Equal("NACK", await CallAsync("UPD:12345678:YQ==:Yg=="));
    }

    [Fact]
    public async Task HAVJ_without_work_is_NACK_and_GETS_lists_the_gateways()
    {
        Assert.Equal("NACK", await CallAsync("HAVJ"));
        Assert.Equal("ACK:127.0.0.1:11111:00000000:10.0.0.7:4711:00000000", await CallAsync("GETS"));
    }

    [Fact]
    public async Task A_store_that_is_unavailable_and_a_full_table_are_NACK()
    {
        _store.Failures.Enqueue(new ActorsException(ErrorCodes.Unavailable, "no storage node"));
        Assert.Equal("NACK", await CallAsync("ADD:a:YQ=="));
        for (var i = 0; i < 100; i++) Assert.StartsWith("ACK", await CallAsync($"ADD:n{i}:YQ=="));
        Assert.Equal("NACK", await CallAsync("ADD:more:YQ=="));
        Assert.Equal("NACK", await CallAsync("JADD:job:cHJpbnQ=:out"));
    }

    private static JobSpec Job(string name, params JobInput[] inputs) => new()
    {
        Id = JobId.New(IdSource.System),
        Name = name,
        Runtime = "python",
        Source = JobSource.Inline("print"),
        Inputs = [.. inputs],
        Output = ObjectId.New(IdSource.System),
    };

    private async Task<string> CallAsync(string message) => (await _backend.ExecuteAsync(ClassicRequest.Parse(message), CancellationToken.None)).Message;

    private sealed class FakeJobs : IClassicJobs
    {
        public List<JobSpec> Submitted { get; } = [];

        public JobStatus Status { get; set; } = JobStatus.Running;

        public byte[] Log { get; set; } = [];

        public JobSpec? Offered { get; set; }

        public JobId? GivenBack { get; private set; }

        public (byte[] Output, byte[] Errors)? Finished { get; private set; }

        public Task SubmitAsync(JobSpec job, CancellationToken cancel)
        {
            Submitted.Add(job);
            return Task.CompletedTask;
        }

        public Task<JobView> ShowAsync(JobId id, CancellationToken cancel) => Task.FromResult(new JobView { Status = Status });

        public Task<ReadOnlyMemory<byte>> ReadLogAsync(JobId id, CancellationToken cancel) => Task.FromResult<ReadOnlyMemory<byte>>(Log);

        public Task<bool> HasWorkAsync(CancellationToken cancel) => Task.FromResult(Offered != null);

        public Task<JobSpec?> TakeAsync(CancellationToken cancel) => Task.FromResult(Offered);

        public void GiveBack(JobId id, string reason) => GivenBack = id;

        public Task<bool> FinishAsync(JobId id, byte[] output, byte[] errors, CancellationToken cancel)
        {
            var isFirst = Finished == null;
            Finished ??= (output, errors);
            return Task.FromResult(isFirst);
        }
    }
}
