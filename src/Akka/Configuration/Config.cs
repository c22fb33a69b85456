using Akka.Configuration.Hocon;
using Akka.Configuration.Hocon.Internal;

namespace Akka.Configuration;

#nullable disable annotations

/// <summary>
/// Settings by path, with fallbacks for what is not set. Immutable and safe for any thread. A getter without a value at its path gives its
/// default; a value of the wrong kind throws <see cref="ConfigurationException"/> with the place where it is written.
/// </summary>
public class Config
{
    public static readonly Config Empty = new();

    private readonly Node[] _layers;
    private Node _merged;

    public Config()
        : this(new ObjectNode(default))
    {
    }

    /// <exception cref="ConfigurationException">A required substitution has no value.</exception>
    public Config(HoconRoot root)
        : this((root ?? throw new ArgumentNullException(nameof(root))).Resolved)
    {
    }

    public Config(Config source, Config fallback)
    {
        ArgumentNullException.ThrowIfNull(source);
        _layers = fallback is null ? source._layers : [.. source._layers, .. fallback._layers];
        Fallback = fallback;
    }

    internal Config(Node root)
        : this([root])
    {
    }

    private Config(Node[] layers) => _layers = layers;

    /// <summary>What <see cref="WithFallback"/> put below this configuration; null for none.</summary>
    public Config Fallback { get; }

    /// <summary>All settings, those of the fallbacks included.</summary>
    // Two threads may both merge; they come to the same result.
    public virtual HoconValue Root => new(_merged ??= Layers.Merge(_layers));

    /// <summary>True when neither this configuration nor a fallback sets anything.</summary>
    public virtual bool IsEmpty => Array.TrueForAll(_layers, layer => layer is ObjectNode { Count: 0 });

    /// <summary>This configuration over another one, which supplies what is not set here.</summary>
    /// <exception cref="ArgumentException">The fallback is this configuration itself.</exception>
    public virtual Config WithFallback(Config fallback)
    {
        if (ReferenceEquals(fallback, this)) throw new ArgumentException("A configuration cannot be its own fallback.", nameof(fallback));
        if (fallback is null) return this;
        return IsEmpty ? fallback : Copy(fallback);
    }

    protected Config Copy(Config fallback = null) => new(this, fallback);

    /// <summary>The settings below a path as a configuration of their own; null when there are none.</summary>
    public virtual Config GetConfig(string path)
    {
        var found = FindAll(path);
        return found.Count == 0 ? null : new Config([.. found]);
    }

    /// <summary>The value at a path; null when there is none.</summary>
    public HoconValue GetValue(string path)
    {
        var found = FindAll(path);
        return found.Count == 0 ? null : new HoconValue(Layers.Merge(found));
    }

    /// <summary>True when there is a value that is not null.</summary>
    public virtual bool HasPath(string path) => Find(path) is not null;

    /// <summary>The topmost keys with their values.</summary>
    public virtual IEnumerable<KeyValuePair<string, HoconValue>> AsEnumerable() => Root.GetObject()?.Items ?? [];

    public virtual string GetString(string path, string @default = null) =>
        Find(path) is { } node ? Read(path, node, Conversions.Text) : @default;

    public virtual bool GetBoolean(string path, bool @default = false) =>
        Find(path) is { } node ? Read(path, node, Conversions.Boolean) : @default;

    public virtual int GetInt(string path, int @default = 0) =>
        Find(path) is { } node ? Read(path, node, Conversions.Number<int>) : @default;

    public virtual long GetLong(string path, long @default = 0) =>
        Find(path) is { } node ? Read(path, node, Conversions.Number<long>) : @default;

    public virtual float GetFloat(string path, float @default = 0) =>
        Find(path) is { } node ? Read(path, node, Conversions.Number<float>) : @default;

    public virtual double GetDouble(string path, double @default = 0) =>
        Find(path) is { } node ? Read(path, node, Conversions.Number<double>) : @default;

    public virtual decimal GetDecimal(string path, decimal @default = 0) =>
        Find(path) is { } node ? Read(path, node, Conversions.Number<decimal>) : @default;

    /// <summary>A duration such as <c>5s</c> or <c>100 ms</c>; a number without a unit is milliseconds.</summary>
    /// <param name="path">Where to look.</param>
    /// <param name="default">For a path without a value; null stands for zero.</param>
    /// <param name="allowInfinite">Whether <c>infinite</c> is allowed; it is <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    public virtual TimeSpan GetTimeSpan(string path, TimeSpan? @default = null, bool allowInfinite = true)
    {
        if (Find(path) is not { } node) return @default.GetValueOrDefault();
        return allowInfinite ? Read(path, node, Conversions.DurationOrInfinite) : Read(path, node, Conversions.Duration);
    }

    /// <summary>A size such as <c>128 KiB</c> (1024) or <c>128 kB</c> (1000); a number without a unit is bytes.</summary>
    public virtual long? GetByteSize(string path) => GetByteSize(path, null);

    /// <inheritdoc cref="GetByteSize(string)"/>
    public virtual long? GetByteSize(string path, long? def = null) =>
        Find(path) is { } node ? Read(path, node, Conversions.ByteSize) : def;

    /// <summary>An array of texts, empty when there is none.</summary>
    public virtual IList<string> GetStringList(string path) => GetList(path, Conversions.Text);

    /// <summary>An array of texts.</summary>
    public virtual IList<string> GetStringList(string path, string[] defaultPaths) =>
        Find(path) is null ? defaultPaths : GetList(path, Conversions.Text);

    public virtual IList<bool> GetBooleanList(string path) => GetList(path, Conversions.Boolean);

    public virtual IList<byte> GetByteList(string path) => GetList(path, Conversions.Number<byte>);

    public virtual IList<int> GetIntList(string path) => GetList(path, Conversions.Number<int>);

    public virtual IList<long> GetLongList(string path) => GetList(path, Conversions.Number<long>);

    public virtual IList<float> GetFloatList(string path) => GetList(path, Conversions.Number<float>);

    public virtual IList<double> GetDoubleList(string path) => GetList(path, Conversions.Number<double>);

    public virtual IList<decimal> GetDecimalList(string path) => GetList(path, Conversions.Number<decimal>);

    public static Config operator +(Config config, string fallback) => config.SafeWithFallback(ConfigurationFactory.ParseString(fallback));

    public static Config operator +(string configHocon, Config fallbackConfig) => ConfigurationFactory.ParseString(configHocon).WithFallback(fallbackConfig);

    public static implicit operator Config(string str) => ConfigurationFactory.ParseString(str);

    /// <summary>All settings, those of the fallbacks included, as HOCON text.</summary>
    public override string ToString() => Root.ToString();

    /// <summary>The value that is in force at a path; null when there is none or when it is set to null.</summary>
    internal Node Find(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var node = Layers.Find(_layers, path);
        return node is LiteralNode { IsNull: true } ? null : node;
    }

    private List<Node> FindAll(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var found = Layers.FindAll(_layers, path);
        if (found is [LiteralNode { IsNull: true }]) found.Clear();
        return found;
    }

    private List<T> GetList<T>(string path, Func<Node, T> convert) =>
        Find(path) is { } node ? Read(path, node, value => Conversions.List(value, convert)) : [];

    /// <summary>Converts a value, adding the path to the message of a failure.</summary>
    private static T Read<T>(string path, Node node, Func<Node, T> convert)
    {
        try
        {
            return convert(node);
        }
        catch (HoconException mistake)
        {
            throw mistake.At(path);
        }
    }
}
