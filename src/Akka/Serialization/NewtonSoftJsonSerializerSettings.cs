#nullable disable annotations
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Util;
using Newtonsoft.Json;

namespace Akka.Serialization;

/// <summary>The settings of <see cref="NewtonSoftJsonSerializer"/>: <c>akka.actor.serialization-settings.json</c>.</summary>
public sealed class NewtonSoftJsonSerializerSettings
{
    public static readonly NewtonSoftJsonSerializerSettings Default = new(true, true, [], true, 2048, 32768);

    public NewtonSoftJsonSerializerSettings(
        bool encodeTypeNames, bool preserveObjectReferences, IEnumerable<Type> converters, bool usePooledStringBuilder, int stringBuilderMinSize,
        int stringBuilderMaxSize)
    {
        ArgumentNullException.ThrowIfNull(converters);
        EncodeTypeNames = encodeTypeNames;
        PreserveObjectReferences = preserveObjectReferences;
        Converters = converters;
        UsePooledStringBuilder = usePooledStringBuilder;
        StringBuilderMinSize = stringBuilderMinSize;
        StringBuilderMaxSize = stringBuilderMaxSize;
    }

    /// <summary>Write the type of a value that is not of its declared type; on by default. Reading such names is restricted to registered types.</summary>
    public bool EncodeTypeNames { get; }

    /// <summary>Write objects of types that can form circles once, with references to them; on by default.</summary>
    public bool PreserveObjectReferences { get; }

    /// <summary>Subclasses of <see cref="JsonConverter"/> with a default constructor.</summary>
    public IEnumerable<Type> Converters { get; }

    /// <summary>Keep text buffers between messages; on by default.</summary>
    public bool UsePooledStringBuilder { get; }

    /// <summary>Characters that a buffer holds at first: 2048 by default.</summary>
    public int StringBuilderMinSize { get; }

    /// <summary>Characters of the largest buffer that is kept: 32768 by default.</summary>
    public int StringBuilderMaxSize { get; }

    /// <param name="config">The section of the serializer.</param>
    /// <exception cref="ConfigurationException">A converter is unknown.</exception>
    public static NewtonSoftJsonSerializerSettings Create(Config config)
    {
        if (config.IsNullOrEmpty()) throw ConfigurationException.NullOrEmptyConfig<NewtonSoftJsonSerializerSettings>();
        return new NewtonSoftJsonSerializerSettings(
            config.GetBoolean("encode-type-names", true),
            config.GetBoolean("preserve-object-references", true),
            config.GetStringList("converters", []).Select(Converter).ToArray(),
            config.GetBoolean("use-pooled-string-builder", true),
            config.GetInt("pooled-string-builder-minsize", 2048),
            config.GetInt("pooled-string-builder-maxsize", 32768));
    }

    private static Type Converter(string name)
    {
        var type = TypeNames.Resolve(name);
        return type is not null && typeof(JsonConverter).IsAssignableFrom(type)
            ? type
            : throw new ConfigurationException($"akka.actor.serialization-settings.json.converters: [{name}] is not a class that is a {nameof(JsonConverter)}.");
    }
}

/// <summary>Changes the Json.NET settings of the serializer in code.</summary>
public sealed class NewtonSoftJsonSerializerSetup : Setup
{
    private NewtonSoftJsonSerializerSetup(Action<JsonSerializerSettings> settings) => ApplySettings = settings;

    public Action<JsonSerializerSettings> ApplySettings { get; }

    public static NewtonSoftJsonSerializerSetup Create(Action<JsonSerializerSettings> settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return new NewtonSoftJsonSerializerSetup(settings);
    }
}
