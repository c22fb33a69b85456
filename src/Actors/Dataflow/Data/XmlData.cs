using System.Xml;
using System.Xml.Linq;
using System.Xml.XPath;

namespace Actors.Dataflow.Data;

/// <summary>
/// An XML document that nobody can change. Documents come from strangers: a document type (and with it every entity) is refused, and so is what is deeper or larger than a limit.
/// </summary>
public sealed class XmlData
{
    /// <summary>Deeper documents are made to overflow stacks.</summary>
    public const int MaxDepth = 128;

    /// <summary>64 Mi characters; a text in a message of any kind is far below.</summary>
    private const long MaxCharacters = 64L * 1024 * 1024;

    private readonly XPathDocument _document;

    private XmlData(XPathDocument document) => _document = document;

    /// <exception cref="FlowException">It is no XML, or not of the kind that is taken (<see cref="FlowErrorKind.MalformedData"/>).</exception>
    public static XmlData Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        using var reader = new StringReader(text.StartsWith(FlowData.Mark) ? text[1..] : text);
        return Read(settings => XmlReader.Create(reader, settings));
    }

    /// <param name="bytes">In UTF-8, or as the document's own declaration says.</param>
    /// <inheritdoc cref="Parse(string)"/>
    public static XmlData Parse(ReadOnlyMemory<byte> bytes)
    {
        using var stream = new MemoryStream(bytes.ToArray(), writable: false);
        return Read(settings => XmlReader.Create(stream, settings));
    }

    public static XmlData Of(XNode node)
    {
        ArgumentNullException.ThrowIfNull(node);
        using var reader = node.CreateReader();
        return new XmlData(new XPathDocument(reader, XmlSpace.Preserve));
    }

    /// <summary>For XPath and as the input of a transformation.</summary>
    public XPathNavigator CreateNavigator() => _document.CreateNavigator();

    /// <summary>A copy of the root element, to be changed.</summary>
    public XElement ToElement()
    {
        using var reader = CreateNavigator().ReadSubtree();
        return XElement.Load(reader, LoadOptions.PreserveWhitespace);
    }

    /// <summary>The document without declaration and without added white space.</summary>
    public override string ToString()
    {
        using var text = new StringWriter();
        using (var writer = XmlWriter.Create(text, new XmlWriterSettings { OmitXmlDeclaration = true, ConformanceLevel = ConformanceLevel.Auto, NewLineHandling = NewLineHandling.Entitize }))
            CreateNavigator().WriteSubtree(writer);
        return text.ToString();
    }

    private static XmlData Read(Func<XmlReaderSettings, XmlReader> open)
    {
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = MaxCharacters, CloseInput = false };
        try
        {
            using var reader = new ShallowXmlReader(open(settings), MaxDepth);
            return new XmlData(new XPathDocument(reader, XmlSpace.Preserve));
        }
        catch (XmlException failure)
        {
            throw new FlowException(FlowErrorKind.MalformedData, $"the data are no XML that is taken: {failure.Message}", failure);
        }
    }
}
