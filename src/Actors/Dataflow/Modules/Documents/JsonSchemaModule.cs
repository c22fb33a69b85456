using System.ComponentModel.DataAnnotations;
using Actors.Dataflow.Data;
using Actors.Dataflow.Schemas;
using Actors.Dataflow.Values;

namespace Actors.Dataflow.Modules.Documents;

/// <summary>Settings of <c>json-schema</c>.</summary>
public sealed record JsonSchemaSettings : ICheckedSettings
{
    public FilePath? File { get; init; }

    /// <summary>The schema itself, instead of a file.</summary>
    public string? Text { get; init; }

    /// <summary>Formats beside the usual ones, as patterns by their names.</summary>
    public IReadOnlyDictionary<string, FlowPattern> Formats { get; init; } = new Dictionary<string, FlowPattern>();

    /// <summary>How long one match of a pattern may take.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:10:00")]
    public TimeSpan MatchLimit { get; init; } = FlowPattern.DefaultLimit;

    public IEnumerable<SettingProblem> Problems() => DocumentText.Problems(Text, File, text => JsonSchema.Parse(text, Formats, MatchLimit));
}

/// <summary>Lets JSON pass that is as a schema has it. All that is wrong with the rest is told.</summary>
[FlowModule("json-schema", "Checks JSON by a JSON schema, of draft 4 to 2020-12.", Inboxes = [FlowModuleAttribute.Any], Accepts = DataKind.Json, Emits = DataKind.Json)]
public sealed class JsonSchemaModule(JsonSchemaSettings settings) : FlowModule
{
    private readonly JsonSchema _schema = JsonSchema.Parse(DocumentText.Read(settings.Text, settings.File), settings.Formats, settings.MatchLimit);

    protected override ValueTask HandleAsync(FlowEvent item, string inbox, CancellationToken cancel) =>
        _schema.Validate(item.Json) is { IsEmpty: false } violations ? throw new FlowException(FlowErrorKind.Unprocessable, violations) : SendAsync(item);
}
