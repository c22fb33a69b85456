using Akka.Configuration;

namespace Actors;

/// <summary>The product's own defaults, to be put below every node's configuration.</summary>
public static class ReferenceConfig
{
    private const string Resource = "Actors.reference.conf";

    /// <summary>The text of <c>reference.conf</c>, with its comments.</summary>
    public static string Text { get; } = Read();

    public static Config Config { get; } = ConfigurationFactory.ParseString(Text);

    private static string Read()
    {
        using var reader = new StreamReader(typeof(ReferenceConfig).Assembly.GetManifestResourceStream(Resource)!);
        return reader.ReadToEnd();
    }
}
