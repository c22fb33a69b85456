using System.Collections;
using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using Actors.Configuration;
using Actors.Dataflow.Graphs;
using Actors.Dataflow.Values;
using Akka.Configuration.Hocon;

namespace Actors.Dataflow.Files;

/// <summary>
/// Makes a record of settings from a section of a file: each property that can be set is a key, in kebab case; a <c>required</c> one must be there. Numbers, truth values, durations, sizes (properties
/// whose names end in <c>Bytes</c>), texts, enums, lists, maps by name, types that are an <see cref="ISettingText{TSelf}"/> and records of these are known.
/// </summary>
internal sealed class SettingsBinder(Func<string, FlowPlace?> placeOf, List<FlowProblem> problems)
{
    private static readonly MethodInfo Frozen = new Func<IEnumerable<object>, ImmutableArray<object>>(ImmutableArray.CreateRange).Method.GetGenericMethodDefinition();

    /// <param name="type">The record.</param>
    /// <param name="section">What was written.</param>
    /// <param name="path">Where.</param>
    /// <param name="owns">Which keys are the record's; others are somebody else's.</param>
    public object Bind(Type type, HoconObject section, string path, Func<string, bool> owns)
    {
        var settings = Activator.CreateInstance(type)!;
        var known = Properties(type).ToDictionary(property => Kebab.Of(property.Name), StringComparer.Ordinal);
        var subject = path[(path.LastIndexOf('.') + 1)..];
        foreach (var (key, value) in section.Items.Where(pair => owns(pair.Key)))
        {
            if (known.TryGetValue(key, out var property))
            {
                // With nothing behind it, as of a variable that is not set, it is not there.
                if (value.IsEmpty) continue;
                known.Remove(key);
                Set(settings, property, value, $"{path}.{key}");
            }
            else if (!Files.FlowFile.ActorKeys.Contains(key)) Problem($"{path}.{key}", $"{subject}: no such key: {key}; {Advice(key, Properties(type).Select(each => Kebab.Of(each.Name)))}");
        }

        foreach (var (key, property) in known.Where(pair => owns(pair.Key) && pair.Value.IsDefined(typeof(RequiredMemberAttribute))))
            Problem(path, $"{subject}: {key} is missing; expected: {Describe(property.PropertyType, property.Name)}");
        return settings;
    }

    /// <summary>A value of a type; null if there is none, or it is wrong, which is told.</summary>
    public object? Value(HoconValue? value, Type type, string path, string name = "")
    {
        if (value is null || value.IsEmpty) return null;
        var wanted = Nullable.GetUnderlyingType(type) ?? type;
        if (ItemType(wanted) is { } item) return ListOf(wanted, List(value, item, path));
        if (MapType(wanted) is { } entry) return Map(value, entry, path);
        if (IsText(wanted)) return value.IsString() ? Understood(value.GetString(), wanted, path) : Unexpected(value, wanted, path, name);
        if (value.IsObject() && IsRecord(wanted)) return Bind(wanted, value.GetObject(), path, _ => true);
        if (value.IsString() && Scalar(value.GetString(), wanted, name) is { } scalar) return scalar;
        return Unexpected(value, wanted, path, name);
    }

    internal static IEnumerable<PropertyInfo> Properties(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite && !typeof(Delegate).IsAssignableFrom(property.PropertyType));

    /// <summary>For an error and for the list of modules: what a value looks like.</summary>
    internal static string Describe(Type type, string name)
    {
        var wanted = Nullable.GetUnderlyingType(type) ?? type;
        if (ItemType(wanted) is { } item) return $"a list: {Describe(item, "")}";
        if (MapType(wanted) is { } entry) return $"an object of names, each with {Describe(entry, "")}";
        if (wanted.IsEnum) return string.Join(" or ", Enum.GetNames(wanted).Select(Kebab.Of));
        if (IsText(wanted)) return (string)wanted.GetProperty(nameof(FlowPattern.Expected))!.GetValue(null)!;
        if (IsSize(wanted, name)) return SettingKinds.Describe(SettingKind.Size);
        return KindOf(wanted) is { } kind ? SettingKinds.Describe(kind) : $"an object of {string.Join(", ", Properties(wanted).Select(property => Kebab.Of(property.Name)))}";
    }

    private static SettingKind? KindOf(Type type) =>
        type == typeof(string) ? SettingKind.Text
        : type == typeof(bool) ? SettingKind.Switch
        : type == typeof(int) || type == typeof(long) ? SettingKind.Integer
        : type == typeof(double) || type == typeof(decimal) ? SettingKind.Number
        : type == typeof(TimeSpan) ? SettingKind.Duration
        : null;

    private static bool IsSize(Type type, string name) => (type == typeof(int) || type == typeof(long)) && name.EndsWith("Bytes", StringComparison.Ordinal);

    internal static bool IsRecord(Type type) => type.IsClass && type != typeof(string) && !IsText(type);

    internal static bool IsText(Type type) => type.GetInterfaces().Any(each => each.IsGenericType && each.GetGenericTypeDefinition() == typeof(ISettingText<>));

    private static Type? ItemType(Type type) =>
        type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) || type.GetGenericTypeDefinition() == typeof(ImmutableArray<>)) ? type.GetGenericArguments()[0] : null;

    private static Type? MapType(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>) && type.GetGenericArguments()[0] == typeof(string) ? type.GetGenericArguments()[1] : null;

    private static object ListOf(Type type, IList items) =>
        type.IsInstanceOfType(items) ? items : Frozen.MakeGenericMethod(type.GetGenericArguments()).Invoke(null, [items])!;

    private static object? Scalar(string text, Type type, string name)
    {
        if (type == typeof(string)) return text;
        if (type.IsEnum) return Enum.GetNames(type).FirstOrDefault(known => Kebab.Of(known) == text) is { } found ? Enum.Parse(type, found) : null;
        if (IsSize(type, name))
            return SettingKinds.Accepts(SettingKind.Size, text) && Read(text, value => value.GetByteSize()) is { } size ? Number(size, type) : null;
        if (KindOf(type) is not { } kind || !SettingKinds.Accepts(kind, text)) return null;
        return kind switch
        {
            SettingKind.Switch => text is "on" or "true" or "yes",
            SettingKind.Duration => text == "infinite" ? null : Read(text, value => value.GetTimeSpan(allowInfinite: false)),
            _ => Number(text, type),
        };
    }

    private static object? Number(object number, Type type)
    {
        try
        {
            return System.Convert.ChangeType(number, type, CultureInfo.InvariantCulture);
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    /// <summary>Null: more than there can be.</summary>
    private static object? Read(string text, Func<HoconValue, object?> read)
    {
        try
        {
            return read(Read(text));
        }
        catch (Exception failure) when (failure is Akka.Configuration.ConfigurationException or OverflowException)
        {
            // Whoever asks says what was expected.
            return null;
        }
    }

    private static HoconValue Read(string text) => Akka.Configuration.ConfigurationFactory.ParseString($"value = {text}").GetValue("value");

    /// <summary>A duration as a file may have it.</summary>
    internal static string Text(TimeSpan time) => time.TotalDays >= 1 && time.Ticks % TimeSpan.TicksPerDay == 0 ? $"{time.TotalDays} d" : time.TotalSeconds >= 1 || time == TimeSpan.Zero ? $"{time.TotalSeconds} s" : $"{time.TotalMilliseconds} ms";

    private static string Short(HoconValue value)
    {
        var text = string.Join(' ', value.ToString().Split((char[])['\r', '\n', ' '], StringSplitOptions.RemoveEmptyEntries));
        return text.Length <= 60 ? text : text[..60] + "...";
    }

    private static string Advice(string key, IEnumerable<string> known) =>
        Spelling.Nearest(key, known) is { } nearest ? $"did you mean {nearest}?" : $"there are {string.Join(", ", known.Concat(Files.FlowFile.ActorKeys).Order(StringComparer.Ordinal))}";

    private void Set(object settings, PropertyInfo property, HoconValue value, string path)
    {
        if (Value(value, property.PropertyType, path, property.Name) is { } bound) property.SetValue(settings, bound);
    }

    private object? Understood(string text, Type type, string path)
    {
        try
        {
            // Files are named as seen from the file that names them.
            if (type == typeof(FilePath) && placeOf(path)?.File is { } file) text = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file))!, text);
            return type.GetMethod(nameof(FlowPattern.Parse), [typeof(string)])!.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [text], null);
        }
        catch (FormatException failure)
        {
            Problem(path, $"{path[(path.LastIndexOf('.') + 1)..]}: {failure.Message}");
            return null;
        }
    }

    private object? Unexpected(HoconValue value, Type type, string path, string name)
    {
        Problem(path, $"{path[(path.LastIndexOf('.') + 1)..]}: expected {Describe(type, name)}; found {Short(value)}");
        return null;
    }

    private IList List(HoconValue value, Type item, string path)
    {
        // One value is a list of one: people leave the brackets out.
        IEnumerable<HoconValue> written = value.IsArray() ? value.GetArray() : [value];
        var list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(item))!;
        foreach (var each in written)
            if (Value(each, item, path) is { } bound) list.Add(bound);
        return list;
    }

    private object? Map(HoconValue value, Type entry, string path)
    {
        if (value.GetObject() is not { } section)
        {
            Problem(path, $"{path[(path.LastIndexOf('.') + 1)..]}: expected {Describe(typeof(IReadOnlyDictionary<,>).MakeGenericType(typeof(string), entry), "")}; found {Short(value)}");
            return null;
        }

        var map = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(typeof(string), entry))!;
        foreach (var (key, each) in section.Items)
            if (Value(each, entry, $"{path}.{key}") is { } bound) map[key] = bound;
        return map;
    }

    private void Problem(string path, string message) => problems.Add(new FlowProblem(message, placeOf(path)));
}
