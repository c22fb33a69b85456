using System.Collections;
using System.Globalization;
using System.Runtime.CompilerServices;
using Actors.Dataflow.Modules;

namespace Actors.Dataflow.Files;

/// <summary>A setting of a module as files write it.</summary>
/// <param name="Key">Its name.</param>
/// <param name="Expected">What a value looks like.</param>
/// <param name="Default">What holds when it is not written; empty: nothing.</param>
/// <param name="IsRequired">Whether it must be there.</param>
public sealed record SettingKey(string Key, string Expected, string Default, bool IsRequired)
{
    /// <summary>The settings of a module, in the order in which its class has them.</summary>
    public static IReadOnlyList<SettingKey> Of(ModuleType module)
    {
        ArgumentNullException.ThrowIfNull(module);
        if (module.Settings is not { } type) return [];
        var defaults = Activator.CreateInstance(type)!;
        return
        [
            .. SettingsBinder.Properties(type).Select(property => new SettingKey(
                Kebab.Of(property.Name),
                SettingsBinder.Describe(property.PropertyType, property.Name),
                Write(property.GetValue(defaults)),
                property.IsDefined(typeof(RequiredMemberAttribute), inherit: false))),
        ];
    }

    private static string Write(object? value) => value switch
    {
        null => "",
        bool flag => flag ? "on" : "off",
        string text => text,
        Enum word => Kebab.Of(word.ToString()),
        TimeSpan span => Write(span),
        IDictionary { Count: 0 } => "",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ when SettingsBinder.IsText(value.GetType()) => $"{value}",
        IEnumerable list => string.Join(", ", list.Cast<object?>().Select(Write)),
        _ => "",
    };

    private static string Write(TimeSpan span) => span switch
    {
        { Ticks: 0 } => "0s",
        { TotalSeconds: < 1 } => FormattableString.Invariant($"{span.TotalMilliseconds:0.###}ms"),
        { TotalSeconds: < 120 } => FormattableString.Invariant($"{span.TotalSeconds:0.###}s"),
        _ => FormattableString.Invariant($"{span.TotalMinutes:0.###}m"),
    };
}
