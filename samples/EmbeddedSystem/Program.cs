using System.Collections.Immutable;
using System.Security.Cryptography;
using Actors;
using Actors.Client;
using Actors.Jobs;
using Actors.Storage;
using Akka.Actor;
using Akka.Cluster.Tools.Client;
using Akka.Configuration;
using Google.Protobuf;

// A plain actor system, configured by HOCON, that uses a cluster by its public messages alone (src/Actors/Serialization/client.proto, jobs.proto).
// Run it with the address of any node:  EmbeddedSystem 127.0.0.1:4053
var contact = args.Length > 0 ? args[0] : "127.0.0.1:4053";

// The product's reference settings bring the serializer of its messages.
var config = ConfigurationFactory.ParseString(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "client.conf")))
    .WithFallback(ReferenceConfig.Config)
    .WithFallback(ClusterClientReceptionist.DefaultConfig());
using var system = ActorSystem.Create("my-program", config);

var contacts = ImmutableHashSet.Create(ActorPath.Parse($"akka.tcp://actors@{contact}/system/receptionist"));
var cluster = system.ActorOf(ClusterClient.Props(ClusterClientSettings.Create(system).WithInitialContacts(contacts)));

// Put an object. The id is ours: sending this again would be the same put.
var text = ObjectId.New(IdSource.System);
var put = new PutContent { RequestId = NewRequest(), ObjectId = Bytes(text.ToBytes()), Name = "greeting", Content = ByteString.CopyFromUtf8("hello from a plain actor system") };
var done = await AskAsync<PutDone>(put);
Console.WriteLine($"put {done.Info.Length} bytes, {done.Copies} copies");

// Read it back.
var found = await AskAsync<ContentFound>(new GetContent { RequestId = NewRequest(), ObjectId = Bytes(text.ToBytes()) });
Console.WriteLine($"got '{found.Content.ToStringUtf8()}'");

// Run a job on it, wait for its end, read its output.
var job = new JobDefinition
{
    JobId = Bytes(JobId.New(IdSource.System).ToBytes()),
    OutputId = Bytes(ObjectId.New(IdSource.System).ToBytes()),
    Name = "shout",
    Runtime = "csharp",
    Source = ByteString.CopyFromUtf8("foreach (var line in Net.ReadLines(\"text\")) Console.WriteLine(line.ToUpperInvariant());"),
    Inputs = { new InputDefinition { Name = "text", ObjectId = Bytes(text.ToBytes()) } },
};
await AskAsync<JobAccepted>(new SubmitJob { RequestId = NewRequest(), Client = "my-program", Job = job });
JobView view;
do view = (await AskAsync<JobShown>(new GetJob { RequestId = NewRequest(), JobId = job.JobId, WaitMs = 5000 })).Job;
while (view.Status is not (JobStatus.Completed or JobStatus.Failed or JobStatus.Cancelled) || (view.Status == JobStatus.Completed && !view.OutputPublished));
Console.WriteLine($"job {view.Status}");
if (view.Status != JobStatus.Completed) return 1;

var output = await AskAsync<ContentFound>(new GetContent { RequestId = NewRequest(), ObjectId = job.OutputId });
Console.Write(output.Content.ToStringUtf8());
await system.Terminate();
return 0;

// Every front is at /user/front; local affinity keeps us with the one of our contact point.
async Task<T> AskAsync<T>(IMessage request)
    where T : class, IMessage
{
    var answer = await cluster.Ask<IMessage>(new ClusterClient.Send("/user/front", request, localAffinity: true), TimeSpan.FromSeconds(30));
    return answer switch
    {
        T expected => expected,
        RequestFailed failed => throw new InvalidOperationException($"{failed.Code}: {failed.Message}"),
        JobRequestFailed failed => throw new InvalidOperationException($"{failed.Code}: {failed.Message}"),
        _ => throw new InvalidOperationException($"a {answer.Descriptor.Name} came"),
    };
}

// Drawn at random, because a front has many clients.
static ulong NewRequest() => (ulong)RandomNumberGenerator.GetInt32(int.MaxValue) << 31 | (uint)RandomNumberGenerator.GetInt32(int.MaxValue);

static ByteString Bytes(byte[] bytes) => ByteString.CopyFrom(bytes);
