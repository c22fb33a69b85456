using Actors.Cluster;
using Actors.Jobs;
using Actors.Storage;
using Akka.Actor;
using Akka.Configuration;
using Google.Protobuf;

namespace Actors.Tests.Jobs.Service;

/// <summary>A cluster of nodes in this process with brokers and workers, on loopback, and a client that asks the first node.</summary>
internal sealed class JobsNodes : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly TemporaryFolder _folder = new();
    private readonly List<ActorSystem> _systems = [];
    private ulong _requests;

    public MemoryStore Store { get; } = new();

    public IReadOnlyList<ActorSystem> Systems => _systems;

    public IActorRef Jobs { get; private set; } = ActorRefs.Nobody;

    /// <param name="roles">The roles of each node, separated by blanks.</param>
    public static async Task<JobsNodes> StartAsync(params string[] roles)
    {
        var nodes = new JobsNodes();
        foreach (var node in roles)
            await nodes.AddAsync(node.Split(' '));
        nodes.Jobs = nodes._systems[0].ActorSelection("/user/jobs").ResolveOne(Patience).GetAwaiter().GetResult();
        return nodes;
    }

    public async Task<ActorSystem> AddAsync(params string[] roles)
    {
        var config = ConfigurationFactory.ParseString($$"""
            akka.actor.provider = cluster
            akka.loglevel = WARNING
            akka.stdout-loglevel = WARNING
            akka.cluster.roles = [{{string.Join(',', roles)}}]
            akka.remote.dot-netty.tcp { hostname = "127.0.0.1", port = 0 }
            akka.cluster.failure-detector.acceptable-heartbeat-pause = 2s
            akka.cluster.split-brain-resolver.stable-after = 1s
            actors.jobs.sandbox = none
            actors.jobs.worker.slots = 2
            actors.jobs.worker.drain-timeout = 2s
            """).WithFallback(ReferenceConfig.Config);
        var identity = NodeIdentity.OpenFirstFree(_folder.Path, roles[0], IdSource.System);
        var system = ActorSystem.Create("actors", config);
        system.RegisterOnTermination(identity.Dispose);
        var cluster = Akka.Cluster.Cluster.Get(system);
        JobsService.StartProxy(system);
        if (roles.Contains("broker"))
            JobsService.StartBroker(system, identity, Store);
        if (roles.Contains("worker"))
            JobsService.StartWorker(system, identity, Store);
        var up = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        cluster.RegisterOnMemberUp(up.SetResult);
        cluster.Join(_systems.Count == 0 ? cluster.SelfAddress : Akka.Cluster.Cluster.Get(_systems[0]).SelfAddress);
        await up.Task.WaitAsync(Patience);
        _systems.Add(system);
        return system;
    }

    public static JobSpec Shell(string script, params (string Name, ObjectId Id)[] inputs) => new()
    {
        Id = JobId.New(IdSource.System),
        Output = ObjectId.New(IdSource.System),
        Name = "shell",
        Runtime = "exec",
        Source = JobSource.Inline("#!/bin/sh\n" + script + "\n"),
        Inputs = [.. inputs.Select(input => new JobInput(input.Name, input.Id))],
        Limits = new JobLimits { Wall = TimeSpan.FromSeconds(20) },
    };

    public async Task<JobAccepted> SubmitAsync(JobSpec job) =>
        await AskAsync<JobAccepted>(request => new SubmitJob { RequestId = request, Client = "test", Job = job.ToWire() });

    public async Task<JobView> ShowAsync(JobId job) => (await AskAsync<JobShown>(request => new GetJob { RequestId = request, JobId = job.ToWire() })).Job;

    /// <summary>Waits for the end of the job.</summary>
    public async Task<JobView> EndAsync(JobId job)
    {
        JobView view;
        do
            view = (await AskAsync<JobShown>(request => new GetJob { RequestId = request, JobId = job.ToWire(), WaitMs = 1000 })).Job;
        while (view.FinishedUnixMs == 0 || (view.Status == JobStatus.Completed && !view.OutputPublished));
        return view;
    }

    /// <summary>Submits and waits for the end.</summary>
    public async Task<JobView> RunAsync(JobSpec job)
    {
        await SubmitAsync(job);
        return await EndAsync(job.Id);
    }

    public async Task<T> AskAsync<T>(Func<ulong, IMessage> question)
    {
        var answer = await ResendAsync(question(++_requests));
        return answer switch
        {
            T expected => expected,
            JobRequestFailed failed => throw new ActorsException(failed.Code, failed.Message),
            _ => throw new InvalidOperationException($"{typeof(T)} was expected, {answer} came"),
        };
    }

    // As every client does: a request that is lost on the way, with a broker that leaves, or that finds no broker, is sent again.
    private async Task<object> ResendAsync(IMessage request)
    {
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        for (var tries = 0; ; tries++)
        {
            try
            {
                var answer = await Jobs.Ask<object>(request, TimeSpan.FromSeconds(3));
                if (answer is not JobRequestFailed { Code: ErrorCodes.Unavailable } || tries >= 100)
                    return answer;
            }
            catch (AskTimeoutException) when (tries < 100)
            {
                // Once more.
            }

            await pause.WaitForNextTickAsync();
        }
    }

    public async Task<string> ReadAsync(ObjectId id)
    {
        await using var reader = await Store.OpenAsync(id);
        return await new StreamReader(reader.Content).ReadToEndAsync();
    }

    public async Task<ObjectId> PutAsync(string text)
    {
        var id = ObjectId.New(IdSource.System);
        await Store.PutAsync(id, "text", new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text)));
        return id;
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_systems.Select(system => system.Terminate()));
        _folder.Dispose();
    }
}
