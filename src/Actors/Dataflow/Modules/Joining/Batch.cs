using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Actors.Dataflow.Data;

namespace Actors.Dataflow.Modules.Joining;

/// <summary>Events that are to become one.</summary>
internal sealed class Batch(string key, long since)
{
    private readonly List<FlowEvent> _events = [];

    public string Key { get; } = key;

    /// <summary>A timestamp.</summary>
    public long Since { get; } = since;

    public int Count => _events.Count;

    public long Bytes { get; private set; }

    /// <summary>How much an event adds.</summary>
    public static int SizeOf(FlowEvent item) => item.Data is ReadOnlyMemory<byte> bytes ? bytes.Length : Encoding.UTF8.GetByteCount(item.Text);

    public void Add(FlowEvent item, int bytes)
    {
        _events.Add(item);
        Bytes += bytes;
    }

    /// <summary>The data of all of them, in their order.</summary>
    public object Data(BatchForm form, string root, string separator) => form switch
    {
        BatchForm.Json => new JsonArray([.. _events.Select(item => item.Data is null ? null : JsonValues.Node(item.Json))]),
        BatchForm.Xml => XmlData.Of(new XElement(root, _events.Select(item => item.Xml.ToElement()))),
        _ => string.Join(separator, _events.Select(item => item.Text)),
    };
}
