using System.Collections.Frozen;
using System.Text.Json;
using Actors.Dataflow.Data;
using Actors.Dataflow.Values;

namespace Actors.Dataflow.Modules.Editing;

/// <summary>Settings of <c>lookup</c>.</summary>
public sealed record LookupSettings : ICheckedSettings
{
    public required FlowTemplate Key { get; init; }

    /// <summary>Where what is found goes.</summary>
    public required EventPath Path { get; init; }

    /// <summary>Values by key; added to those of the file, and before them.</summary>
    public IReadOnlyDictionary<string, string> Table { get; init; } = new Dictionary<string, string>();

    /// <summary>A JSON object whose members are the values.</summary>
    public FilePath? File { get; init; }

    /// <summary>For keys that are not there; null: that is an error of the kind <see cref="FlowErrorKind.NotFound"/>.</summary>
    public string? Default { get; init; }

    public IEnumerable<SettingProblem> Problems()
    {
        if (!Path.CanBeSet) yield return new SettingProblem(nameof(Path), $"{Path} cannot be changed; expected: data, an attribute such as customer/name, http/status or http/header/NAME");
        if (Table.Count == 0 && File is null) yield return new SettingProblem(nameof(Table), "there is nothing to look into; set table { KEY = VALUE } or file");
        if (Wrong() is { } wrong) yield return new SettingProblem(nameof(File), wrong);
    }

    internal FrozenDictionary<string, object?> Read()
    {
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        if (File is not null)
        {
            if (FlowData.ToJson(File.ReadText()) is not { ValueKind: JsonValueKind.Object } table) throw new FormatException($"{File} has no JSON object in it");
            foreach (var member in table.EnumerateObject()) values[member.Name] = JsonValues.Value(member.Value);
        }

        foreach (var (key, value) in Table) values[key] = value;
        return values.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private string? Wrong()
    {
        try
        {
            _ = Read();
            return null;
        }
        catch (Exception failure) when (failure is FormatException or FlowException)
        {
            return failure.Message;
        }
    }
}

/// <summary>Sets a part of an event to what a table has for another part of it. The file is read when the module starts.</summary>
[FlowModule("lookup", "Sets a part of an event to what a table has for another part of it.", Inboxes = [FlowModuleAttribute.Any])]
public sealed class LookupModule(LookupSettings settings) : FlowModule
{
    private readonly FrozenDictionary<string, object?> _table = settings.Read();

    protected override ValueTask HandleAsync(FlowEvent item, string inbox, CancellationToken cancel)
    {
        var key = settings.Key.Render(item);
        if (!_table.TryGetValue(key, out var value)) value = settings.Default ?? throw new FlowException(FlowErrorKind.NotFound, $"the table has nothing for '{key}'");
        return SendAsync(settings.Path.Set(item, value));
    }
}
