using System.Globalization;
using Actors.Dataflow.Data;
using Actors.Dataflow.Values;

namespace Actors.Dataflow.Modules.Editing;

/// <summary>What a value is read as.</summary>
public enum ValueForm
{
    /// <summary>What it is.</summary>
    Same,
    Text,
    Number,
    Truth,
    Json,
    Xml,
}

/// <summary>Reads values in a form.</summary>
internal static class ValueForms
{
    public static object? Read(object? value, ValueForm form)
    {
        if (form == ValueForm.Same) return value;
        var text = EventPath.TextOf(value) ?? "";
        return form switch
        {
            ValueForm.Number => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? (object)whole
                : decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number
                : throw Wrong("number"),
            ValueForm.Truth => text is "true" or "on" or "yes" or "1" || (text is "false" or "off" or "no" or "0" ? false : throw Wrong("truth value")),
            ValueForm.Json => FlowData.ToJson(text),
            ValueForm.Xml => FlowData.ToXml(text),
            _ => text,
        };

        FlowException Wrong(string wanted) => new(FlowErrorKind.MalformedData, $"'{(text.Length <= 60 ? text : text[..60] + "...")}' is no {wanted}");
    }
}
