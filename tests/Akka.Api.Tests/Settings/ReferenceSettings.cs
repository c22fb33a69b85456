using System.Reflection;
using System.Text.RegularExpressions;
using Akka.Configuration;
using Akka.Configuration.Hocon;

namespace Akka.Api.Tests.Settings;

/// <summary>The settings in the reference configurations that are embedded in an assembly, written as in the list.</summary>
internal static partial class ReferenceSettings
{
    public static IEnumerable<(string Path, string Value)> Of(Assembly assembly) => assembly.GetManifestResourceNames()
        .Where(name => name.EndsWith(".conf", StringComparison.Ordinal))
        .SelectMany(name => Flatten("", ConfigurationFactory.FromResource(name, assembly).Root));

    public static IEnumerable<(string Path, string Value)> Of(string hocon) => Flatten("", ConfigurationFactory.ParseString(hocon).Root);

    private static IEnumerable<(string Path, string Value)> Flatten(string path, HoconValue value)
    {
        if (value.IsObject() && value.GetObject().Items is { Count: > 0 } items)
            return items.SelectMany(item => Flatten($"{path}{(path.Length > 0 ? "." : "")}{Key(item.Key)}", item.Value));
        return path.Length == 0 ? [] : [(path, Text(value))];
    }

    private static string Text(HoconValue value)
    {
        if (value.IsObject()) return "{}";
        if (!value.IsArray()) return value.GetString() ?? "";
        var items = value.GetArray();
        return items.Count == 0 ? "" : $"[{string.Join(", ", items.Select(item => $"\"{Text(item)}\""))}]";
    }

    private static string Key(string key) => Plain().IsMatch(key) ? key : $"\"{key}\"";

    [GeneratedRegex(@"^[\w-]+\z")]
    private static partial Regex Plain();
}
