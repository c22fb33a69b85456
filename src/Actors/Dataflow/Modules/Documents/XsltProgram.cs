using System.Runtime.CompilerServices;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using System.Xml.Xsl;
using Actors.Dataflow.Data;

namespace Actors.Dataflow.Modules.Documents;

/// <summary>
/// An XSLT 1.0 style sheet, compiled once. Scripts, <c>document()</c> and other files are refused. Style sheets that never end, or fill the memory, are held: a look at the clock is put into everything that
/// can repeat itself, and what is written is counted.
/// </summary>
internal sealed class XsltProgram
{
    private const string Xsl = "http://www.w3.org/1999/XSL/Transform";

    private const string Watch = "urn:actors:watch";

    private readonly XslCompiledTransform _transform = new();

    /// <exception cref="FormatException">It is no style sheet, or one that is refused.</exception>
    public XsltProgram(string text)
    {
        try
        {
            using var source = new StringReader(text);
            using var reader = XmlReader.Create(source, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            var sheet = XDocument.Load(reader, LoadOptions.PreserveWhitespace | LoadOptions.SetLineInfo);
            Refuse(sheet);
            PutWatches(sheet);
            using var watched = sheet.CreateReader();
            _transform.Load(watched, new System.Xml.Xsl.XsltSettings(enableDocumentFunction: false, enableScript: false), null);
        }
        catch (Exception failure) when (failure is XmlException or XsltException)
        {
            var place = failure is XsltException { LineNumber: > 0 } where ? $" (line {where.LineNumber} of it)" : "";
            throw new FormatException($"this is no style sheet that is taken: {failure.Message}{place}", failure);
        }
    }

    public bool IsPage => _transform.OutputSettings?.OutputMethod is XmlOutputMethod.Html;

    /// <summary>What the style sheet says it writes: XML, or text.</summary>
    public DataKind Output => _transform.OutputSettings?.OutputMethod is XmlOutputMethod.Text or XmlOutputMethod.Html ? DataKind.Text : DataKind.Xml;

    /// <exception cref="FlowException">It failed, or went over a limit.</exception>
    public string Run(XmlData data, IEnumerable<KeyValuePair<string, string>> parameters, XsltLimits limits)
    {
        var arguments = new XsltArgumentList();
        foreach (var (name, value) in parameters) arguments.AddParam(name, "", value);
        arguments.AddExtensionObject(Watch, new XsltWatch(limits));
        var output = new BoundedWriter(limits.MaxOutputBytes);
        try
        {
            using (var writer = XmlWriter.Create(output, _transform.OutputSettings)) _transform.Transform(data.CreateNavigator(), arguments, writer);
            return output.ToString();
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            for (var cause = failure; cause is not null; cause = cause.InnerException)
                if (cause is FlowException known) throw known;
            throw new FlowException(FlowErrorKind.Unprocessable, $"the style sheet failed: {failure.Message}", failure);
        }
    }

    private static void Refuse(XDocument sheet)
    {
        foreach (var element in sheet.Descendants().Where(element => element.Name.NamespaceName == Xsl && element.Name.LocalName is "import" or "include"))
            throw new FormatException($"xsl:{element.Name.LocalName} reads another file, which is refused; put all templates into one (line {((IXmlLineInfo)element).LineNumber} of it)");
        if (sheet.Descendants().FirstOrDefault(element => element.Name.LocalName == "script" && element.Name.NamespaceName == "urn:schemas-microsoft-com:xslt") is { } script)
            throw new FormatException($"this is no style sheet that is taken: scripts are refused (line {((IXmlLineInfo)script).LineNumber} of it)");
    }

    // In XSLT 1.0 only templates repeat without end; loops are over nodes. What comes before a template's first words, the values of its parameters, may call it as well.
    private static void PutWatches(XDocument sheet)
    {
        foreach (var element in sheet.Descendants().Where(element => element.Name.NamespaceName == Xsl).ToList())
        {
            switch (element.Name.LocalName)
            {
                case "template" or "for-each":
                    if (element.Elements().LastOrDefault(child => child.Name.NamespaceName == Xsl && child.Name.LocalName is "param" or "sort") is { } last) last.AddAfterSelf(NewWatch());
                    else element.AddFirst(NewWatch());
                    break;
                case "param" or "variable" or "with-param" when element.HasElements:
                    element.AddFirst(NewWatch());
                    break;
            }
        }
    }

    private static XElement NewWatch() => new(XName.Get("if", Xsl), new XAttribute(XNamespace.Xmlns + "watch", Watch), new XAttribute("test", "watch:IsOver()"));

    /// <summary>Keeps what a style sheet writes, up to a limit.</summary>
    private sealed class BoundedWriter(long maxBytes) : StringWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value)
        {
            Check(1);
            base.Write(value);
        }

        public override void Write(char[] buffer, int index, int count)
        {
            Check(count);
            base.Write(buffer, index, count);
        }

        public override void Write(string? value)
        {
            Check(value?.Length ?? 0);
            base.Write(value);
        }

        private void Check(int more)
        {
            if (GetStringBuilder().Length + (long)more > maxBytes) throw new FlowException(FlowErrorKind.TooLarge, $"the style sheet writes more than {maxBytes} characters");
        }
    }
}

/// <summary>What one transformation may take.</summary>
internal sealed record XsltLimits(TimeProvider Time, TimeSpan TimeLimit, long MaxOutputBytes, CancellationToken Cancel);

/// <summary>Called by style sheets wherever they may repeat themselves.</summary>
internal sealed class XsltWatch(XsltLimits limits)
{
    /// <summary>The clock costs more than a template.</summary>
    private const int StepsBetweenLooks = 256;

    private readonly long _start = limits.Time.GetTimestamp();
    private int _steps;

    public bool IsOver()
    {
        try
        {
            RuntimeHelpers.EnsureSufficientExecutionStack();
        }
        catch (InsufficientExecutionStackException failure)
        {
            throw new FlowException(FlowErrorKind.Unprocessable, "the style sheet calls itself too deep", failure);
        }

        if (++_steps % StepsBetweenLooks != 0) return false;
        limits.Cancel.ThrowIfCancellationRequested();
        return limits.Time.GetElapsedTime(_start) > limits.TimeLimit
            ? throw new FlowException(FlowErrorKind.Timeout, $"the style sheet took longer than {limits.TimeLimit.TotalSeconds} s")
            : false;
    }
}
