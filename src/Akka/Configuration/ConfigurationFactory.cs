using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;
using Akka.Configuration.Hocon;
using Akka.Configuration.Hocon.Internal;
using Newtonsoft.Json;

namespace Akka.Configuration;

#nullable disable annotations

/// <summary>Makes configurations from texts, embedded resources, objects and the application's own configuration file.</summary>
public class ConfigurationFactory
{
    // Resources never change while their assembly is loaded, and configurations are immutable, so each is read once.
    private static readonly ConditionalWeakTable<Assembly, ConcurrentDictionary<string, Config>> Resources = [];

    public static Config Empty => Config.Empty;

    /// <summary>Reads a text; its includes are files, relative to the working directory.</summary>
    /// <exception cref="ConfigurationException">The text has a mistake; the message begins with <c>(line,column): </c>.</exception>
    public static Config ParseString(string hocon) => ParseString(hocon, null);

    /// <summary>Reads a text.</summary>
    /// <param name="hocon">Keys with or without braces around them.</param>
    /// <param name="includeCallback">Gives the document for a name in an include statement, null for none.</param>
    /// <exception cref="ConfigurationException">The text has a mistake; the message begins with <c>(line,column): </c>, with the included name before it where that is known.</exception>
    public static Config ParseString(string hocon, Func<string, HoconRoot> includeCallback) => new(Parser.Parse(hocon, includeCallback));

    /// <summary>What the configuration file of the application (<c>app.config</c>) has in <c>akka/hocon</c>; empty without one.</summary>
    public static Config Load() => ApplicationFile.Load();

    /// <summary>The engine's own settings with their defaults.</summary>
    public static Config Default() => FromResource("Akka.reference.conf", typeof(ConfigurationFactory).Assembly);

    /// <summary>Reads an embedded resource.</summary>
    /// <exception cref="ConfigurationException">The assembly has no such resource, or the text has a mistake.</exception>
    public static Config FromResource(string resourceName, Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(resourceName);
        ArgumentNullException.ThrowIfNull(assembly);
        return Resources.GetOrCreateValue(assembly).GetOrAdd(resourceName, static (name, from) => ReadResource(name, from), assembly);
    }

    /// <summary>Reads a resource of the assembly that defines the type of <paramref name="instanceInAssembly"/>, which may also be a type or the assembly.</summary>
    /// <exception cref="ConfigurationException">The assembly has no such resource, or the text has a mistake.</exception>
    public static Config FromResource(string resourceName, object instanceInAssembly)
    {
        ArgumentNullException.ThrowIfNull(instanceInAssembly);
        return FromResource(resourceName, instanceInAssembly switch
        {
            Assembly assembly => assembly,
            Type type => type.Assembly,
            _ => instanceInAssembly.GetType().Assembly,
        });
    }

    /// <summary>Reads a resource of the assembly that defines <typeparamref name="TAssembly"/>.</summary>
    /// <exception cref="ConfigurationException">The assembly has no such resource, or the text has a mistake.</exception>
    public static Config FromResource<TAssembly>(string resourceName) => FromResource(resourceName, typeof(TAssembly).Assembly);

    /// <summary>Reads an object's properties as settings; an anonymous object will do.</summary>
    public static Config FromObject(object source) => ParseString(JsonConvert.SerializeObject(source));

    private static Config ReadResource(string name, Assembly assembly)
    {
        using var stream = assembly.GetManifestResourceStream(name)
            ?? throw new ConfigurationException($"expected the resource {name} in {assembly.GetName().Name}, found {string.Join(", ", assembly.GetManifestResourceNames())}; embed it under this name");
        using var reader = new StreamReader(stream);
        return new Config(HoconParser.Parse(new Document(reader.ReadToEnd(), name), Includes.ByCallback(null)).Resolve());
    }
}
