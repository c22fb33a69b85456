using System.Collections.Immutable;
using Actors.Dataflow.Modules.Routing;
using Actors.Dataflow.Values;

namespace Actors.Dataflow.Modules;

/// <summary>A module with its settings, ready to be made. Two are equal if they do the same: settings are compared by what they say, and the files that they name by when they were written.</summary>
public sealed class ModuleSpec : IEquatable<ModuleSpec>
{
    private readonly Func<FlowModule> _create;
    private readonly object? _settings;
    private readonly ImmutableArray<FileStamp> _files;

    private ModuleSpec(ModuleType type, object? settings, string? text, Func<FlowModule> create)
    {
        (Type, _settings, Text, _create) = (type, settings, text, create);
        _files = text is null ? [] : [.. SettingsCheck.Files(settings).Select(file => file.Stamp())];
    }

    public ModuleType Type { get; }

    /// <summary>The settings as JSON, which is how they reach another node; null if they hold something that only this process has, such as a function.</summary>
    internal string? Text { get; }

    /// <summary>What is wrong with the settings, by key.</summary>
    internal IEnumerable<(string Key, string Message)> SettingProblems => IsWhole && Type.Settings is not null ? SettingsCheck.Problems(_settings) : [];

    /// <summary>The outboxes that the settings name.</summary>
    internal IEnumerable<string> NamedOutboxes => IsWhole && _settings is INamesOutboxes names ? names.NamedOutboxes : [];

    /// <summary>False: the file that the settings come from is wrong, and some of them are missing.</summary>
    internal bool IsWhole { get; init; } = true;

    public static ModuleSpec Of(ModuleType type, object? settings) => Of(type, settings, isWhole: true);

    internal static ModuleSpec Of(ModuleType type, object? settings, bool isWhole)
    {
        ArgumentNullException.ThrowIfNull(type);
        if (type.Settings is { } expected && (settings is null || !expected.IsInstanceOfType(settings)))
            throw new ArgumentException($"{type.Name} takes {expected.Name} as its settings, not {settings?.GetType().Name ?? "nothing"}.", nameof(settings));
        if (type.Settings is null && settings is not null) throw new ArgumentException($"{type.Name} has no settings.", nameof(settings));
        return new ModuleSpec(type, settings, settings is null ? "" : SettingsText.Write(settings, type.Settings!), () => type.Create(settings)) { IsWhole = isWhole };
    }

    /// <summary>The inverse of <see cref="Text"/>: an equal one, whose module does the same.</summary>
    /// <exception cref="ArgumentException">These are no settings of such a module.</exception>
    internal static ModuleSpec FromText(ModuleType type, string text)
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(text);
        if (type.Settings is not { } settings) return text.Length == 0 ? Of(type, null) : throw new ArgumentException($"{type.Name} has no settings.", nameof(text));
        try
        {
            return Of(type, SettingsText.Read(text, settings));
        }
        catch (FormatException failure)
        {
            throw new ArgumentException($"{type.Name}: {failure.Message}", nameof(text), failure);
        }
    }

    /// <param name="type">What the module says of itself.</param>
    /// <param name="key">Equal for functions that are the same.</param>
    /// <param name="create">Makes it, in this process only.</param>
    internal static ModuleSpec Local(ModuleType type, object key, Func<FlowModule> create) => new(type, key, null, create);

    internal FlowModule Create() => _create();

    public bool Equals(ModuleSpec? other) => other is not null && Type.Type == other.Type.Type && (Text is null ? Equals(_settings, other._settings) : Text == other.Text && _files.SequenceEqual(other._files));

    public override bool Equals(object? obj) => Equals(obj as ModuleSpec);

    public override int GetHashCode() => HashCode.Combine(Type.Type, Text);
}
