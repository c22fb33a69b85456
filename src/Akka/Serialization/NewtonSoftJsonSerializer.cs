#nullable disable annotations
using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Configuration;
using Akka.Serialization.Internal;
using Newtonsoft.Json;

namespace Akka.Serialization;

/// <summary>
/// Serializes any message type as JSON: public properties and fields, constructors matched by parameter names, references to actors as paths.
/// A value whose type is not the declared one is written with its type, which must be registered: see docs/adr/0006.
/// </summary>
public class NewtonSoftJsonSerializer : Serializer
{
    // Made at the first message: a system whose messages have other serializers does not load Json.NET.
    private readonly Lazy<JsonSerializer> _serializer;
    private readonly Lazy<JsonSerializerSettings> _settings;
    private readonly JsonText _text;

    public NewtonSoftJsonSerializer(ExtendedActorSystem system) : this(system, NewtonSoftJsonSerializerSettings.Default) { }

    public NewtonSoftJsonSerializer(ExtendedActorSystem system, Config config) : this(system, NewtonSoftJsonSerializerSettings.Create(config)) { }

    public NewtonSoftJsonSerializer(ExtendedActorSystem system, NewtonSoftJsonSerializerSettings settings) : base(system)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _settings = new Lazy<JsonSerializerSettings>(() => JsonSettings.Create(system, settings));
        _serializer = new Lazy<JsonSerializer>(() => JsonSerializer.Create(Settings));
        _text = settings.UsePooledStringBuilder
            ? new JsonText(settings.StringBuilderMinSize, settings.StringBuilderMaxSize)
            : new JsonText(settings.StringBuilderMinSize, 0);
    }

    public JsonSerializerSettings Settings => _settings.Value;

    /// <summary>The Json.NET serializer.</summary>
    public object Serializer => _serializer.Value;

    public override bool IncludeManifest => true;

    /// <exception cref="SerializationException">The object or a part of it has no JSON form.</exception>
    public override byte[] ToBinary(object obj)
    {
        try
        {
            return _text.Write(_serializer.Value, obj);
        }
        catch (JsonException e)
        {
            throw new SerializationException($"Cannot serialize {obj?.GetType()}: {e.Message}", e);
        }
    }

    /// <exception cref="SerializationException">The bytes are not JSON of that type.</exception>
    public override object FromBinary(byte[] bytes, Type type)
    {
        try
        {
            return _text.Read(_serializer.Value, bytes, type);
        }
        catch (JsonException e)
        {
            throw new SerializationException($"Cannot read {type}: {e.Message}", e);
        }
    }
}
