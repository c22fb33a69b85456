using Akka.Configuration.Hocon.Internal;

namespace Akka.Configuration.Hocon;

#nullable disable annotations

/// <summary>A value of any kind, with the conversions that <see cref="Config"/> offers for its path.</summary>
public class HoconValue : IMightBeAHoconObject
{
    internal HoconValue(Node node) => Node = node;

    internal Node Node { get; }

    /// <summary>True for null and for an object without keys.</summary>
    public bool IsEmpty => Node is LiteralNode { IsNull: true } or ObjectNode { Count: 0 };

    /// <summary>A copy of the pieces that make up the value; after resolution there is just one.</summary>
    public List<IHoconElement> Values => [ToElement()];

    public bool IsString() => Node is LiteralNode;

    public bool IsArray() => Node is ArrayNode;

    public bool IsObject() => Node is ObjectNode;

    /// <summary>The object; null for what is none.</summary>
    public HoconObject GetObject() => Node is ObjectNode fields ? new HoconObject(fields) : null;

    /// <summary>The value of one key; null when this is no object or has no such key.</summary>
    public HoconValue GetChildObject(string key) => GetObject()?.GetKey(key);

    /// <summary>The text; null for what is none.</summary>
    public string GetString() => Node is LiteralNode { IsNull: false } literal ? literal.Text : null;

    public bool GetBoolean() => Conversions.Boolean(Node);

    public byte GetByte() => Conversions.Number<byte>(Node);

    public int GetInt() => Conversions.Number<int>(Node);

    public long GetLong() => Conversions.Number<long>(Node);

    public float GetFloat() => Conversions.Number<float>(Node);

    public double GetDouble() => Conversions.Number<double>(Node);

    public decimal GetDecimal() => Conversions.Number<decimal>(Node);

    /// <summary>A duration such as <c>5s</c> or <c>100 ms</c>; a number without a unit is milliseconds.</summary>
    /// <param name="allowInfinite">Whether <c>infinite</c> is allowed; it is <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    public TimeSpan GetTimeSpan(bool allowInfinite = true) => allowInfinite ? Conversions.DurationOrInfinite(Node) : Conversions.Duration(Node);

    /// <summary>A size such as <c>128 KiB</c> (1024) or <c>128 kB</c> (1000); a number without a unit is bytes.</summary>
    public long? GetByteSize() => Conversions.ByteSize(Node);

    public IList<HoconValue> GetArray() => Conversions.List(Node, item => new HoconValue(item));

    public IList<string> GetStringList() => Conversions.List(Node, Conversions.Text);

    public IList<bool> GetBooleanList() => Conversions.List(Node, Conversions.Boolean);

    public IList<byte> GetByteList() => Conversions.List(Node, Conversions.Number<byte>);

    public IList<int> GetIntList() => Conversions.List(Node, Conversions.Number<int>);

    public IList<long> GetLongList() => Conversions.List(Node, Conversions.Number<long>);

    public IList<float> GetFloatList() => Conversions.List(Node, Conversions.Number<float>);

    public IList<double> GetDoubleList() => Conversions.List(Node, Conversions.Number<double>);

    public IList<decimal> GetDecimalList() => Conversions.List(Node, Conversions.Number<decimal>);

    /// <summary>A configuration with this value as its only key.</summary>
    public Config AtKey(string key)
    {
        var root = new ObjectNode(Node.Origin);
        root.Add(key, Node);
        return new Config(root);
    }

    /// <summary>A configuration with this value as its root.</summary>
    public Config ToConfig() => new(Node);

    /// <summary>The value as HOCON text.</summary>
    public override string ToString() => Printer.Print(Node);

    private IHoconElement ToElement() => Node switch
    {
        ObjectNode fields => new HoconObject(fields),
        ArrayNode array => ToArray(array),
        _ => new HoconLiteral { Value = GetString() },
    };

    private static HoconArray ToArray(ArrayNode array)
    {
        var items = new HoconArray();
        items.AddRange(array.Items.Select(item => new HoconValue(item)));
        return items;
    }
}
