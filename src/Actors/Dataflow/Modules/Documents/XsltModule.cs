using System.ComponentModel.DataAnnotations;
using Actors.Dataflow.Data;
using Actors.Dataflow.Values;

namespace Actors.Dataflow.Modules.Documents;

/// <summary>Settings of <c>xslt</c>.</summary>
public sealed record XsltSettings : ICheckedSettings
{
    public FilePath? File { get; init; }

    /// <summary>The style sheet itself, instead of a file.</summary>
    public string? Text { get; init; }

    /// <summary>Values of the style sheet's parameters, by name.</summary>
    public IReadOnlyDictionary<string, FlowTemplate> Parameters { get; init; } = new Dictionary<string, FlowTemplate>();

    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00")]
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>More of it is an error.</summary>
    [Range(1, 1 << 30)]
    public int MaxOutputBytes { get; init; } = 16 * 1024 * 1024;

    public IEnumerable<SettingProblem> Problems() =>
    [
        .. DocumentText.Problems(Text, File, text => _ = new XsltProgram(text)),
        .. Parameters.Keys.Where(name => !XmlNames.IsName(name)).Select(name => new SettingProblem(nameof(Parameters), $"'{name}' cannot be the name of a parameter")),
    ];
}

/// <summary>Transforms XML by a style sheet, which is compiled once. JSON becomes XML on the way.</summary>
[FlowModule("xslt", "Transforms XML by an XSLT style sheet.", Inboxes = [FlowModuleAttribute.Any], Accepts = DataKind.Xml)]
public sealed class XsltModule(XsltSettings settings) : FlowModule
{
    private readonly XsltProgram _program = new(DocumentText.Read(settings.Text, settings.File));

    protected override ValueTask HandleAsync(FlowEvent item, string inbox, CancellationToken cancel)
    {
        var parameters = settings.Parameters.Select(pair => KeyValuePair.Create(pair.Key, pair.Value.Render(item)));
        var output = _program.Run(item.Xml, parameters, new XsltLimits(Time, settings.TimeLimit, settings.MaxOutputBytes, cancel));
        var made = item.WithData(_program.Output == DataKind.Xml ? XmlData.Parse(output) : output);
        // A page would be sent as a text: nothing in it says what it is.
        return SendAsync(_program.IsPage && item.Http is { } http && !http.ReplyHeaders.ContainsKey("Content-Type") ? made with { Http = http.WithReplyHeader("Content-Type", "text/html") } : made);
    }
}
