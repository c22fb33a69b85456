using System.Globalization;
using System.Xml;
using System.Xml.XPath;
using Actors.Dataflow.Data;

namespace Actors.Dataflow.Values;

/// <summary>Selects in XML by an XPath 1.0 expression. Prefixes in it have to be bound by a setting beside it, usually called <c>namespaces</c>.</summary>
public sealed class XmlPath : ISettingText<XmlPath>
{
    private static readonly XmlData Empty = XmlData.Parse("<nothing/>");

    private readonly XPathExpression _expression;

    private XmlPath(XPathExpression expression) => _expression = expression;

    public static string Expected => "an XPath expression such as /order/@id";

    public static XmlPath Parse(string text)
    {
        try
        {
            return new XmlPath(XPathExpression.Compile(text));
        }
        catch (Exception failure) when (failure is XPathException or ArgumentException)
        {
            throw new FormatException($"'{text}' is no XPath: {failure.Message}", failure);
        }
    }

    /// <summary>What it finds, as texts: of each node, or of one value; false is nothing, and so is what is no number.</summary>
    /// <param name="xml">The document.</param>
    /// <param name="namespaces">Namespaces by their prefixes.</param>
    public IReadOnlyList<string> Select(XmlData xml, IReadOnlyDictionary<string, string> namespaces)
    {
        ArgumentNullException.ThrowIfNull(xml);
        return xml.CreateNavigator().Evaluate(Bound(namespaces)) switch
        {
            XPathNodeIterator nodes => [.. nodes.Cast<XPathNavigator>().Select(node => node.Value)],
            bool truth => truth ? ["true"] : [],
            double number => double.IsNaN(number) ? [] : [number.ToString("R", CultureInfo.InvariantCulture)],
            object text => [$"{text}"],
        };
    }

    /// <summary>Whether it holds, as XPath has it: there is a node, a text that is not empty, a number other than 0, or true.</summary>
    public bool IsTrue(XmlData xml, IReadOnlyDictionary<string, string> namespaces)
    {
        ArgumentNullException.ThrowIfNull(xml);
        return xml.CreateNavigator().Evaluate(Bound(namespaces)) switch
        {
            XPathNodeIterator nodes => nodes.MoveNext(),
            bool truth => truth,
            double number => number is not (0 or double.NaN),
            object text => $"{text}".Length > 0,
        };
    }

    /// <summary>What is wrong with it given these namespaces; null: nothing.</summary>
    internal string? Problem(IReadOnlyDictionary<string, string> namespaces)
    {
        try
        {
            _ = Select(Empty, namespaces);
            return null;
        }
        catch (Exception failure) when (failure is XPathException or ArgumentException)
        {
            return $"'{this}' cannot be evaluated: {failure.Message}; bind the prefixes in namespaces {{ PREFIX = \"URI\" }}";
        }
    }

    public override string ToString() => _expression.Expression;

    // Expressions are not made for several threads; a copy is cheap.
    private XPathExpression Bound(IReadOnlyDictionary<string, string> namespaces)
    {
        var (expression, context) = (_expression.Clone(), new XmlNamespaceManager(new NameTable()));
        foreach (var (prefix, uri) in namespaces) context.AddNamespace(prefix, uri);
        expression.SetContext(context);
        return expression;
    }
}
