using System.Collections;
using System.ComponentModel.DataAnnotations;
using Actors.Dataflow.Files;
using Actors.Dataflow.Values;

namespace Actors.Dataflow.Modules;

/// <summary>Finds what is wrong with settings beyond their types: ranges, and what they say themselves, through all records in them.</summary>
internal static class SettingsCheck
{
    /// <returns>Key and message; a key below others has dots.</returns>
    public static IEnumerable<(string Key, string Message)> Problems(object? settings) => settings is null ? [] : Problems(settings, "");

    /// <summary>The files and folders that settings name.</summary>
    public static IEnumerable<FilePath> Files(object? value) => value switch
    {
        null or string => [],
        FilePath file => [file],
        IDictionary map => map.Values.Cast<object?>().SelectMany(Files),
        IEnumerable list => list.Cast<object?>().SelectMany(Files),
        _ when SettingsBinder.IsRecord(value.GetType()) => SettingsBinder.Properties(value.GetType()).SelectMany(property => Files(property.GetValue(value))),
        _ => [],
    };

    private static IEnumerable<(string Key, string Message)> Problems(object settings, string prefix)
    {
        foreach (var property in SettingsBinder.Properties(settings.GetType()))
        {
            var (key, value) = (prefix + Kebab.Of(property.Name), property.GetValue(settings));
            foreach (var rule in property.GetCustomAttributes(typeof(ValidationAttribute), inherit: true).Cast<ValidationAttribute>())
                if (!IsValid(rule, value)) yield return (key, Describe(rule, value));
            foreach (var (place, inner) in Inner(key, value))
                foreach (var problem in Problems(inner, place + ".")) yield return problem;
        }

        if (settings is not ICheckedSettings own) yield break;
        foreach (var problem in own.Problems()) yield return (prefix + Kebab.Of(problem.Setting), problem.Message);
    }

    // A number that is too large for the type of the range is too large for the range.
    private static bool IsValid(ValidationAttribute rule, object? value)
    {
        try
        {
            return rule.IsValid(value);
        }
        catch (OverflowException)
        {
            return false;
        }
    }

    private static string Describe(ValidationAttribute rule, object? value) => rule switch
    {
        RangeAttribute range => $"is {Text(value)}; expected: {Text(range.Minimum)} to {Text(range.Maximum)}",
        LengthAttribute length => $"has {(value as ICollection)?.Count ?? $"{value}".Length}; expected: {length.MinimumLength} to {length.MaximumLength}",
        _ => rule.FormatErrorMessage("it"),
    };

    // Items of a list share its key.
    private static IEnumerable<(string Key, object Settings)> Inner(string key, object? value) => value switch
    {
        null or string => [],
        IDictionary map => map.Keys.Cast<string>().SelectMany(name => Inner($"{key}.{name}", map[name])),
        IEnumerable list => list.Cast<object?>().SelectMany(item => Inner(key, item)),
        _ when SettingsBinder.IsRecord(value.GetType()) => [(key, value)],
        _ => [],
    };

    private static string Text(object? value) => value is TimeSpan time ? SettingsBinder.Text(time) : $"{value}";
}
