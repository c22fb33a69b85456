using System.Text.RegularExpressions;
using Akka.Configuration;
using Akka.Configuration.Hocon;

namespace Actors.Configuration;

/// <summary>
/// What a node was told: files over files, then single settings, with an index of where each was written. Every mistake is one line that names file,
/// line, path, what was expected, what was found and what to do.
/// </summary>
internal sealed partial class NodeConfiguration
{
    private NodeConfiguration(Config config, SettingPositions written)
    {
        Config = config;
        Written = written;
    }

    /// <summary>The user's settings alone; the references are fallbacks that the node's host adds.</summary>
    public Config Config { get; }

    public SettingPositions Written { get; }

    /// <param name="files">Later files override earlier ones.</param>
    /// <param name="settings"><c>PATH=VALUE</c>, over all files.</param>
    /// <exception cref="ActorsException">A file or a setting is missing, broken or wrong.</exception>
    public static NodeConfiguration Load(IReadOnlyList<string> files, IReadOnlyList<string> settings)
    {
        var written = new SettingPositions();
        var config = Config.Empty;
        foreach (var file in files) config = ReadFile(file, written).WithFallback(config);
        foreach (var setting in settings) config = ReadSetting(setting, written).WithFallback(config);
        return new NodeConfiguration(config, written);
    }

    /// <summary>Checks what a node needs.</summary>
    /// <exception cref="ActorsException">A value is not what it should be.</exception>
    public void Check(SettingSchema schema)
    {
        schema.Check(Config, Written);
        NodeRules.Check(Config, Written);
    }

    /// <summary>Turns a failure of somebody who read a setting into one that says where it was written, if it names the path.</summary>
    public ActorsException Locate(Exception failure)
    {
        var named = Written.Paths.Where(path => failure.Message.Contains(path, StringComparison.Ordinal)).MaxBy(path => path.Length);
        var message = failure.Message.ReplaceLineEndings(" ");
        var place = named == null ? "" : Written.Find(named) is { Line: 0 } && message.StartsWith(named, StringComparison.Ordinal) ? "--set " : $"{Written.Find(named)}: ";
        return new ActorsException(ErrorCodes.Invalid, place + message, failure);
    }

    private static Config ReadFile(string file, SettingPositions written)
    {
        var text = ReadText(file);
        var folder = Path.GetDirectoryName(file) ?? "";
        var config = Parse(file, text, name => Include(folder, name));
        written.AddFile(file, text);
        return config;
    }

    /// <summary>A value of <c>PATH=VALUE</c> as a file would have it: a bare one with a colon or a slash in it would end early, and an address or a file name is meant as it stands.</summary>
    public static string AsHocon(string value) => SpeaksHocon().IsMatch(value) ? value : $"\"{value.Replace("\\", "\\\\").Replace("\"", "\\\"")}\"";

    private static HoconRoot? Include(string folder, string name)
    {
        var file = Path.Combine(folder, name);
        if (!File.Exists(file)) return null;
        var inner = Path.GetDirectoryName(file) ?? "";
        return Parser.Parse(File.ReadAllText(file), deeper => Include(inner, deeper));
    }

    private static string ReadText(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            var what = Directory.Exists(file) ? "is a folder" : File.Exists(file) ? $"cannot be read ({failure.Message.TrimEnd('.')})" : "does not exist";
            throw new ActorsException(ErrorCodes.Invalid, $"--config {file}: {what}; name a file, for example hocon/all-in-one.conf", failure);
        }
    }

    private static Config ReadSetting(string setting, SettingPositions written)
    {
        var equals = setting.IndexOf('=');
        var (path, value) = equals > 0 ? (setting[..equals].Trim(), setting[(equals + 1)..].Trim()) : ("", "");
        if (path.Length == 0)
            throw new ActorsException(ErrorCodes.Invalid, $"--set {setting}: expected PATH=VALUE, for example --set actors.node-name=left");
        value = AsHocon(value);
        var config = Parse($"--set {setting}", $"{path} = {value}", null);
        written.Add(path, new SettingPosition($"--set {path}", 0, value));
        return config;
    }

    private static Config Parse(string source, string text, Func<string, HoconRoot?>? include)
    {
        try
        {
            return ConfigurationFactory.ParseString(text, include);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // The parser's exceptions are of several types, and what it says of the place begins with (line,column).
            var message = failure.Message.ReplaceLineEndings(" ");
            var place = LineAndColumn().Match(message);
            throw new ActorsException(ErrorCodes.Invalid, place.Success && !source.StartsWith("--set", StringComparison.Ordinal)
                ? $"{source}:{place.Groups["line"].Value}: {message[place.Length..]}"
                : $"{source}: {message[place.Length..]}", failure);
        }
    }

    [GeneratedRegex(@"^\((?<line>\d+),\d+\):\s*")]
    private static partial Regex LineAndColumn();

    [GeneratedRegex("""^(["\[{$].*|[\w .+-]+)$""", RegexOptions.Singleline)]
    private static partial Regex SpeaksHocon();
}
