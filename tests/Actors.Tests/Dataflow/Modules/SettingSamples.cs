using System.Collections;
using System.Globalization;
using System.Reflection;
using Actors.Dataflow.Files;
using Actors.Dataflow.Values;

namespace Actors.Tests.Dataflow.Modules;

/// <summary>Settings of any module in which nothing is what it is by default, and what settings say, down to the last value of theirs.</summary>
internal static class SettingSamples
{
    // Records may hold others of their own kind.
    private const int Depth = 3;

    private static readonly Dictionary<Type, string> Texts = new()
    {
        [typeof(CronSchedule)] = "*/5 8-18 * jan-mar mon",
        [typeof(EventPath)] = "data/order/0/\"id\"",
        [typeof(FilePath)] = "sheets/größe \"1\".xsl",
        [typeof(FlowPattern)] = "^(?<=a)\\w+[<>\"'&]\u00e9$",
        [typeof(FlowTemplate)] = "{{ {customer/title?Ms} \"{customer/name}\", {created:yyyy-MM-dd}",
        [typeof(JsonPath)] = "$.lines[?@.price > 10]['id']",
        [typeof(XmlPath)] = "/o:order[@id = \"1\"]/text()",
        [typeof(ZoneName)] = "Europe/Berlin",
    };

    public static object Of(Type record, int depth = Depth)
    {
        var sample = Activator.CreateInstance(record)!;
        foreach (var property in SettingsBinder.Properties(record))
            if (Value(property.PropertyType, property.GetValue(sample), property.ToString()!, depth) is { } value) property.SetValue(sample, value);
        return sample;
    }

    /// <summary>Each value in settings, by its place.</summary>
    public static IEnumerable<(string Place, string Value)> Facts(object? value, string place = "") => value switch
    {
        null => [(place, "nothing")],
        IDictionary map => map.Keys.Cast<string>().SelectMany(key => Facts(map[key], $"{place}.{key}")).Append((place, $"{map.Count} names")),
        IEnumerable list and not string => list.Cast<object?>().SelectMany((item, index) => Facts(item, $"{place}[{index}]")).Append((place, $"{list.Cast<object?>().Count()} items")),
        _ when SettingsBinder.IsRecord(value.GetType()) => SettingsBinder.Properties(value.GetType()).SelectMany(property => Facts(property.GetValue(value), $"{place}.{property.Name}")),
        _ => [(place, string.Create(CultureInfo.InvariantCulture, $"{value.GetType().Name} {value}"))],
    };

    // Null where records in records end.
    private static object? Value(Type type, object? usual, string place, int depth)
    {
        var wanted = Nullable.GetUnderlyingType(type) ?? type;
        if (wanted.IsEnum) return Enum.GetValues(wanted).Cast<object>().Last(each => !each.Equals(usual));
        if (SettingsBinder.IsText(wanted)) return Parsed(wanted, place);
        if (wanted.IsGenericType) return Many(wanted, wanted.GetGenericArguments()[^1], place, depth);
        return usual switch
        {
            _ when wanted == typeof(string) => $"<\"{usual}\"> \u00e9\ud83d\ude00\n",
            _ when wanted == typeof(bool) => !(usual as bool? ?? false),
            _ when wanted == typeof(int) => (usual as int? ?? 0) + 7,
            _ when wanted == typeof(long) => (usual as long? ?? 0) + (1L << 40),
            _ when wanted == typeof(double) => (usual as double? ?? 0) + 0.1,
            _ when wanted == typeof(TimeSpan) => (usual as TimeSpan? ?? TimeSpan.Zero) + TimeSpan.FromTicks((TimeSpan.TicksPerDay * 40) + 1),
            _ when SettingsBinder.IsRecord(wanted) => depth > 0 ? Of(wanted, depth - 1) : usual,
            _ => throw new InvalidOperationException($"{place}: settings of the type {wanted} have no sample here; give one."),
        };
    }

    private static object Many(Type type, Type item, string place, int depth)
    {
        var isMap = type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>);
        var many = Activator.CreateInstance(isMap ? typeof(Dictionary<,>).MakeGenericType(typeof(string), item) : typeof(List<>).MakeGenericType(item))!;
        if (depth > 0)
        {
            foreach (var key in (string[])["two words", "$Type", "a"])
            {
                if (many is IDictionary map) map[key] = Value(item, null, place, depth - 1);
                else ((IList)many).Add(Value(item, null, place, depth - 1));
            }
        }

        return many;
    }

    private static object Parsed(Type type, string place) => Texts.TryGetValue(type, out var text)
        ? type.GetMethod(nameof(FlowPattern.Parse), BindingFlags.Public | BindingFlags.Static, [typeof(string)])!.Invoke(null, [text])!
        : throw new InvalidOperationException($"{place}: settings of the type {type} have no sample here; give one.");
}
