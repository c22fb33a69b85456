using Akka.Configuration.Hocon.Internal;

namespace Akka.Configuration.Hocon;

#nullable disable annotations

/// <summary>Keys with their values, in the order of their first appearance.</summary>
public class HoconObject : IHoconElement
{
    private readonly ObjectNode _node;

    internal HoconObject(ObjectNode node) => _node = node;

    /// <summary>A copy of the keys and values, made at each call.</summary>
    public Dictionary<string, HoconValue> Items
    {
        get
        {
            var items = new Dictionary<string, HoconValue>(_node.Count);
            for (var i = 0; i < _node.Count; i++) items.Add(_node.KeyAt(i), new HoconValue(_node.ValueAt(i)));
            return items;
        }
    }

    /// <summary>The content as texts, <c>List&lt;object&gt;</c> for arrays and dictionaries for objects.</summary>
    public IDictionary<string, object> Unwrapped
    {
        get
        {
            var items = new Dictionary<string, object>(_node.Count);
            for (var i = 0; i < _node.Count; i++) items.Add(_node.KeyAt(i), Unwrap(_node.ValueAt(i)));
            return items;
        }
    }

    /// <summary>The value of one key, which is taken as it is: a '.' in it separates nothing. Null when there is no such key.</summary>
    public HoconValue GetKey(string key) => _node.TryGet(key, out var value) ? new HoconValue(value) : null;

    public bool IsString() => false;

    /// <exception cref="ConfigurationException">Always: an object is no text.</exception>
    public string GetString() => throw Conversions.Mismatch(_node, "a text");

    public bool IsArray() => false;

    /// <summary>The values of the keys 0, 1, 2 and so on.</summary>
    /// <exception cref="ConfigurationException">The keys are no numbers.</exception>
    public IList<HoconValue> GetArray() => [.. Conversions.Items(_node).Select(item => new HoconValue(item))];

    public override string ToString() => Printer.Print(_node);

    private static object Unwrap(Node node) => node switch
    {
        ObjectNode fields => new HoconObject(fields).Unwrapped,
        ArrayNode array => array.Items.Select(Unwrap).ToList(),
        LiteralNode { IsNull: false } literal => literal.Text,
        _ => null,
    };
}
