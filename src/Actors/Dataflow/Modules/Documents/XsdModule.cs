using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Schema;
using Actors.Dataflow.Data;
using Actors.Dataflow.Values;

namespace Actors.Dataflow.Modules.Documents;

/// <summary>Settings of <c>xsd</c>.</summary>
public sealed record XsdSettings : ICheckedSettings
{
    /// <summary>All schemas that are needed; they import each other by namespace. Nothing else is read.</summary>
    public IReadOnlyList<FilePath> Files { get; init; } = [];

    /// <summary>A schema itself, beside the files or instead.</summary>
    public string? Text { get; init; }

    /// <summary>Violations that are told; more are only counted.</summary>
    [Range(1, 10_000)]
    public int MaxErrors { get; init; } = 100;

    /// <summary>For one document.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00")]
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromSeconds(10);

    public IEnumerable<SettingProblem> Problems()
    {
        if (Files.Count == 0 && Text is null) return [new SettingProblem(nameof(Files), "set files or text")];
        try
        {
            _ = Read();
            return [];
        }
        catch (FormatException failure)
        {
            return [new SettingProblem(Files.Count > 0 ? nameof(Files) : nameof(Text), failure.Message)];
        }
    }

    internal XmlSchemaSet Read()
    {
        var problems = new List<string>();
        var schemas = new XmlSchemaSet { XmlResolver = null };
        schemas.ValidationEventHandler += (_, wrong) => problems.Add($"{wrong.Message} (line {wrong.Exception.LineNumber} of it)");
        try
        {
            foreach (var text in Files.Select(file => file.ReadText()).Concat(Text is null ? [] : [Text]))
            {
                using var source = new StringReader(text);
                using var reader = XmlReader.Create(source, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
                if (XmlSchema.Read(reader, (_, wrong) => problems.Add(wrong.Message)) is not { } schema) continue;
                // Without a resolver they would be passed over, and what they say with them.
                problems.AddRange(schema.Includes.OfType<XmlSchemaExternal>().Where(other => other is not XmlSchemaImport)
                    .Select(other => $"it takes in {other.SchemaLocation} (line {other.LineNumber} of it), which is not read; put it into one file"));
                schemas.Add(schema);
            }

            schemas.Compile();
        }
        catch (Exception failure) when (failure is XmlException or XmlSchemaException)
        {
            problems.Add(failure.Message);
        }

        return problems.Count == 0 ? schemas : throw new FormatException($"this is no schema that is taken: {string.Join("; ", problems)}");
    }
}

/// <summary>
/// Lets XML pass that is as a schema has it. All that is wrong with the rest is told. The schema's patterns are compiled by the framework, so that the limit of one match is that of the process
/// (<c>REGEX_DEFAULT_MATCH_TIMEOUT</c>); between matches the clock is looked at.
/// </summary>
[FlowModule("xsd", "Checks XML by an XML schema.", Inboxes = [FlowModuleAttribute.Any], Accepts = DataKind.Xml, Emits = DataKind.Xml)]
public sealed class XsdModule(XsdSettings settings) : FlowModule
{
    private readonly XmlSchemaSet _schemas = settings.Read();

    protected override ValueTask HandleAsync(FlowEvent item, string inbox, CancellationToken cancel)
    {
        var start = Time.GetTimestamp();
        using var document = item.Xml.CreateNavigator().ReadSubtree();
        if (Errors(document, start).Count == 0) return SendAsync(item);
        // Trees know no lines; what is wrong is found again in the text.
        using var text = new StringReader(item.Xml.ToString());
        using var lines = XmlReader.Create(text);
        var errors = Errors(lines, start);
        var told = errors.Count <= settings.MaxErrors ? errors : [.. errors.Take(settings.MaxErrors), $"and {errors.Count - settings.MaxErrors} more"];
        throw new FlowException(FlowErrorKind.Unprocessable, told);
    }

    private List<string> Errors(XmlReader document, long start)
    {
        var errors = new List<string>();
        var rules = new XmlReaderSettings
        {
            ValidationType = ValidationType.Schema,
            // A reader of a tree is none of a document, and says so.
            ConformanceLevel = ConformanceLevel.Auto,
            // A root that no schema knows is a warning only, and would let everything pass.
            ValidationFlags = XmlSchemaValidationFlags.ReportValidationWarnings | XmlSchemaValidationFlags.ProcessIdentityConstraints,
            Schemas = _schemas,
            XmlResolver = null,
        };
        rules.ValidationEventHandler += (_, wrong) => errors.Add(wrong.Exception.LineNumber > 0 ? $"line {wrong.Exception.LineNumber}: {wrong.Message}" : wrong.Message);
        try
        {
            using var reader = XmlReader.Create(document, rules);
            while (reader.Read())
                if (Time.GetElapsedTime(start) > settings.TimeLimit)
                    throw new FlowException(FlowErrorKind.Timeout, $"the document takes longer than {settings.TimeLimit.TotalSeconds} s to be checked");
        }
        catch (RegexMatchTimeoutException failure)
        {
            throw new FlowException(FlowErrorKind.Timeout, $"a pattern of the schema took longer than {failure.MatchTimeout.TotalSeconds} s with a text of {failure.Input.Length} characters", failure);
        }

        return errors;
    }
}
