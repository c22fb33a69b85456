using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Actors.Client;
using Actors.Jobs;
using Actors.Services;

namespace Actors.Cli.Output;

// The documents that --json prints. Fields may be added, not changed.

internal sealed record DemoDocument(int Texts, long Total, IReadOnlyDictionary<string, long> Words, IReadOnlyList<string> Picture);

internal sealed record PutDocument(string Id, string Name, long Length, string Sha256, int Copies);

internal sealed record ObjectDocument(string Id, string Name, long Length);

internal sealed record JobRunDocument(string Job, string Output);

internal sealed record JobDocument(
    string Job, string Name, string Status, string Runtime, int Attempts, string Worker, int? ExitCode, string Verdict, double WallSeconds,
    double CpuSeconds, long PeakMemoryBytes, string Output, string Reason)
{
    public static JobDocument Of(JobView job) => new(
        Hex(job.JobId), job.Name, StatusOf(job.Status), job.Runtime, job.Attempts, job.Worker, job.Verdict == JobVerdict.None ? null : job.ExitCode, JobWords.Of(job.Verdict),
        job.WallMs / 1000.0, job.CpuMs / 1000.0, job.PeakMemoryBytes, Hex(job.OutputId), job.Reason);

    private static string Hex(Google.Protobuf.ByteString id) => Convert.ToHexStringLower(id.Span);

    private static string StatusOf(JobStatus status) => JobWords.Of(status);
}

internal sealed record JobLogDocument(string Job, string Stderr);

internal sealed record ClusterDocument(string Self, string Leader, IReadOnlyList<MemberDocument> Members);

internal sealed record MemberDocument(string Address, string Status, IReadOnlyList<string> Roles, bool Reachable);

internal sealed record ClusterStatusDocument(string Self, string Status, string Leader, int Members, int Unreachable);

internal sealed record RingDocument(int Replicas, IReadOnlyList<RingMemberDocument> Members);

internal sealed record RingMemberDocument(string Node, string Address, int Weight, string Zone, double Share, bool Reachable);

internal sealed record RemoteNodesDocument(IReadOnlyList<RemoteNodeDocument> Nodes, string? SecretFile);

internal sealed record RemoteNodeDocument(
    string Node, string Host, string State, IReadOnlyList<string> Roles, string Address, int? Pid, bool Differs, ErrorBody? Error);

internal sealed record ErrorDocument(ErrorBody Error);

internal sealed record ErrorBody(string Code, string Message)
{
    // Of what a called method threw; else absent.
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Type { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Stack { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Causes { get; init; }

    // Of a flow that is wrong; else absent.
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Problems { get; init; }
}

internal sealed record SubmittedDocument(string Service, string Key, string Call);

internal sealed record ServingDocument(string Service, string Host, string Type, string Version, int Concurrency, int Instances);

internal sealed record ServiceDocument(
    string Service, string Broker, long Queued, long Running, long Completed, long Failed, IReadOnlyList<ServiceHostDocument> Hosts, IReadOnlyList<ServiceMethodDocument> Methods)
{
    public static ServiceDocument Of(ServiceView view) => new(
        view.Service, view.Broker, view.Queued, view.Running, view.Completed, view.Failed,
        [.. view.Hosts.Select(host => new ServiceHostDocument(host.Host, host.Address, host.Version, host.Window, host.Held, host.Labels))],
        [.. (view.Shape?.Methods ?? []).Select(method => new ServiceMethodDocument(method.Name, method.Signature, method.AtLeastOnce ? "at-least-once" : "at-most-once"))]);

    /// <summary>What is deployed, and served by nobody yet.</summary>
    public static ServiceDocument Of(DeploymentView view) => new(view.Service, view.Broker, 0, 0, 0, 0, [], []) { Deployment = DeploymentDocument.Of(view) };

    // Of what the cluster serves by itself; else absent.
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DeploymentDocument? Deployment { get; init; }
}

internal sealed record ServiceHostDocument(string Host, string Address, string Version, int Window, int Held, IReadOnlyList<string> Labels);

internal sealed record ServiceMethodDocument(string Name, string Signature, string Guarantee);

[JsonSerializable(typeof(DemoDocument))]
[JsonSerializable(typeof(PutDocument))]
[JsonSerializable(typeof(IReadOnlyList<ObjectDocument>))]
[JsonSerializable(typeof(JobRunDocument))]
[JsonSerializable(typeof(JobDocument))]
[JsonSerializable(typeof(IReadOnlyList<JobDocument>))]
[JsonSerializable(typeof(JobLogDocument))]
[JsonSerializable(typeof(ClusterDocument))]
[JsonSerializable(typeof(ClusterStatusDocument))]
[JsonSerializable(typeof(RingDocument))]
[JsonSerializable(typeof(SubmittedDocument))]
[JsonSerializable(typeof(ServingDocument))]
[JsonSerializable(typeof(IReadOnlyList<ServiceDocument>))]
[JsonSerializable(typeof(RemoteNodesDocument))]
[JsonSerializable(typeof(DeploymentDocument))]
[JsonSerializable(typeof(ErrorDocument))]
[JsonSerializable(typeof(IReadOnlyList<FlowCheckDocument>))]
[JsonSerializable(typeof(IReadOnlyList<FlowModuleDocument>))]
[JsonSerializable(typeof(IReadOnlyList<FlowTestDocument>))]
[JsonSerializable(typeof(FlowTopDocument))]
[JsonSerializable(typeof(Actors.Cli.Flows.FlowRecord))]
[JsonSerializable(typeof(IReadOnlyList<FlowStepDocument>))]
internal sealed partial class JsonShapes : JsonSerializerContext
{
    /// <summary>Quotes and letters as they are: the documents are read by programs and people, not put into web pages.</summary>
    public static JsonShapes Readable { get; } = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
