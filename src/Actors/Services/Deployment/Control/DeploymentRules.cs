using System.Text.Json;
using Actors.Storage;
using Google.Protobuf;

namespace Actors.Services.Deployment.Control;

/// <summary>What a deployment must be like. A home checks what it is told, whoever tells it.</summary>
internal static class DeploymentRules
{
    public const int MostInstances = 1000;
    private const int MostConcurrency = 10_000;
    private const int MostNameChars = 200;
    private const int MostTextChars = 500;
    private const int MostLabels = 20;
    private const int MostArgumentBytes = 16 * 1024; // of a document there are two in a message

    /// <summary>What is wrong; null: nothing.</summary>
    public static string? Problem(string service, int min, int max)
    {
        if (service.Length is 0 or > MostNameChars)
            return $"the name of a service has 1 to {MostNameChars} characters, not {service.Length}";
        return min >= 0 && min <= max && max <= MostInstances && (min > 0 || max == 0)
            ? null
            : $"instances are from 1 to {MostInstances}, the least not above the most, or 0 of both; not {min} to {max}";
    }

    /// <summary>What is wrong; null: nothing.</summary>
    public static string? Problem(DeploymentSpec? spec)
    {
        if (spec is null || spec.Revision.Length != 16 || spec.Package.Length != ObjectId.SizeBytes || spec.Sha256.Length != Digest.SizeBytes)
            return "a deployment has a revision and a package of 16 bytes and a SHA-256 of 32";
        if (spec.Assembly.Length is 0 or > MostTextChars || spec.Type.Length is 0 or > MostTextChars || spec.Version.Length > MostNameChars)
            return $"assembly and type have 1 to {MostTextChars} characters, and a version at most {MostNameChars}";
        if (spec.Assembly.AsSpan().IndexOfAny('/', '\\', ':') >= 0 || spec.Assembly.StartsWith('.'))
            return $"the assembly '{spec.Assembly}' is no file name";
        if (spec.Concurrency is < 1 or > MostConcurrency)
            return $"concurrency is from 1 to {MostConcurrency}, not {spec.Concurrency}";
        if (spec.Labels.Count > MostLabels || spec.Labels.Any(label => label.Length is 0 or > MostNameChars))
            return $"there are at most {MostLabels} labels of 1 to {MostNameChars} characters";
        if (!Enum.IsDefined(spec.Isolation))
            return "the isolation is unknown here: it may come from a newer version";
        if (spec.Arguments.Length + spec.NamedArguments.Length > MostArgumentBytes)
            return $"the constructor's arguments have more than {MostArgumentBytes} bytes of JSON";
        return IsJson(spec.Arguments, JsonValueKind.Array) && IsJson(spec.NamedArguments, JsonValueKind.Object) ? null : "the constructor's arguments are no JSON array and object";
    }

    private static bool IsJson(ByteString json, JsonValueKind kind)
    {
        if (json.IsEmpty)
            return true;
        try
        {
            using var document = JsonDocument.Parse(json.Memory);
            return document.RootElement.ValueKind == kind;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
