using System.Security;
using System.Text.Json;
using Actors.Dataflow.Values;

namespace Actors.Dataflow.Modules.Editing;

/// <summary>Settings of <c>template</c>.</summary>
public sealed record TemplateSettings : ICheckedSettings
{
    public FlowTemplate? Text { get; init; }

    /// <summary>A file with the text, instead.</summary>
    public FilePath? File { get; init; }

    /// <summary>What is made: in XML and JSON, what comes from the event is written so that it stays text.</summary>
    public TemplateForm Form { get; init; } = TemplateForm.Text;

    /// <summary>Where it goes.</summary>
    public EventPath Path { get; init; } = EventPath.Data;

    public IEnumerable<SettingProblem> Problems()
    {
        if ((Text is null) == (File is null)) yield return new SettingProblem(nameof(Text), "set either text or file");
        if (!Path.CanBeSet) yield return new SettingProblem(nameof(Path), $"{Path} cannot be changed; expected: data, an attribute such as customer/name, or http/header/NAME");
        if (Wrong() is { } wrong) yield return new SettingProblem(nameof(File), wrong);
    }

    internal FlowTemplate Read() => Text ?? FlowTemplate.Parse(File!.ReadText());

    private string? Wrong()
    {
        try
        {
            if (File is not null) _ = Read();
            return null;
        }
        catch (FormatException failure)
        {
            return failure.Message;
        }
    }
}

/// <summary>What a template makes.</summary>
public enum TemplateForm
{
    Text,
    Json,
    Xml,
}

/// <summary>Makes a text out of parts of the event.</summary>
[FlowModule("template", "Makes a text, JSON or XML out of parts of the event.", Inboxes = [FlowModuleAttribute.Any])]
public sealed class TemplateModule(TemplateSettings settings) : FlowModule
{
    private readonly FlowTemplate _template = settings.Read();

    protected override ValueTask HandleAsync(FlowEvent item, string inbox, CancellationToken cancel) => SendAsync(settings.Path.Set(item, settings.Form switch
    {
        TemplateForm.Xml => ValueForms.Read(_template.Render(item, text => SecurityElement.Escape(text)), ValueForm.Xml),
        TemplateForm.Json => ValueForms.Read(_template.Render(item, text => JsonEncodedText.Encode(text).ToString()), ValueForm.Json),
        _ => _template.Render(item),
    }));
}
