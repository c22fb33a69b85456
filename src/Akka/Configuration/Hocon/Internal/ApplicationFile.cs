using System.Xml;
using System.Xml.Linq;

namespace Akka.Configuration.Hocon.Internal;

/// <summary>The configuration file that the build puts next to an application: <c>Name.dll.config</c>, made from <c>app.config</c>.</summary>
internal static class ApplicationFile
{
    internal static Config Load()
    {
        var name = System.Reflection.Assembly.GetEntryAssembly()?.GetName().Name;
        var path = Path.Combine(AppContext.BaseDirectory, $"{name}.dll.config");
        return name is not null && File.Exists(path) ? Load(path) : Config.Empty;
    }

    /// <summary>Reads <c>configuration/akka/hocon</c> of one file.</summary>
    internal static Config Load(string path)
    {
        var hocon = ReadHocon(path);
        if (hocon is null) return Config.Empty;
        var text = hocon.Value;
        // Blank lines in front make lines count as in the file, so that a message leads there.
        var line = hocon.FirstNode is IXmlLineInfo info && info.HasLineInfo() ? info.LineNumber - 1 : 0;
        var document = new Document(new string('\n', line) + text, path);
        return new Config(HoconParser.Parse(document, Includes.ByCallback(null)).Resolve());
    }

    private static XElement? ReadHocon(string path)
    {
        try
        {
            return XDocument.Load(path, LoadOptions.SetLineInfo).Root?.Element("akka")?.Element("hocon");
        }
        catch (XmlException mistake)
        {
            throw new ConfigurationException($"{path}({mistake.LineNumber},{mistake.LinePosition}): expected XML, found: {mistake.Message}", mistake);
        }
    }
}
