using Akka.Configuration;
using Akka.Util;

namespace Akka.Cluster.Internal;

/// <summary>Reads one section of a config and names the full path of what is wrong in it.</summary>
internal sealed class SectionReader(Config config, string section)
{
    public string Text(string key) => config.GetString(Path(key), "");

    public IList<string> Texts(string key) => config.GetStringList(Path(key));

    public bool Flag(string key) => config.GetBoolean(Path(key));

    public TimeSpan Time(string key) => config.GetTimeSpan(Path(key), allowInfinite: false);

    public TimeSpan Positive(string key) =>
        Time(key) is var time && time > TimeSpan.Zero ? time : throw Wrong(key, "a time above zero");

    /// <param name="on">What <c>on</c> stands for; null when it is not allowed.</param>
    /// <returns>Null for <c>off</c>.</returns>
    public TimeSpan? TimeOrOff(string key, TimeSpan? on = null) => Text(key).ToUpperInvariant() switch
    {
        "OFF" or "FALSE" or "NO" => null,
        "ON" or "TRUE" or "YES" when on is not null => on,
        _ => Positive(key)
    };

    public int AtLeast(int least, string key) =>
        config.GetInt(Path(key)) is var number && number >= least ? number : throw Wrong(key, $"a number of at least {least}");

    public double Probability(string key) =>
        config.GetDouble(Path(key)) is var value and >= 0 and <= 1 ? value : throw Wrong(key, "a number from 0 to 1");

    /// <returns>Null when the setting is empty.</returns>
    public Type? Type(string key, Type needed)
    {
        var name = Text(key);
        if (name.Length == 0)
            return null;
        return TypeNames.Resolve(name) is { } type && needed.IsAssignableFrom(type) ? type : throw Wrong(key, $"the name of a class that is a {needed}");
    }

    public ConfigurationException Wrong(string key, string expected) => new($"{Path(key)}: expected {expected}, found '{Text(key)}'.");

    private string Path(string key) => section.Length == 0 ? key : $"{section}.{key}";
}
