using System.Xml;

namespace Actors.Dataflow.Data;

/// <summary>Names in XML.</summary>
internal static class XmlNames
{
    /// <summary>Whether an element without a namespace can be called so.</summary>
    public static bool IsName(string text) => text.Length > 0 && XmlConvert.IsStartNCNameChar(text[0]) && text.All(XmlConvert.IsNCNameChar);
}
