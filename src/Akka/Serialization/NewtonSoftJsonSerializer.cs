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
    private readonly Lazy<JsonText> _json;

    public NewtonSoftJsonSerializer(ExtendedActorSystem system) : this(system, NewtonSoftJsonSerializerSettings.Default) { }

    public NewtonSoftJsonSerializer(ExtendedActorSystem system, Config config) : this(system, NewtonSoftJsonSerializerSettings.Create(config)) { }

    public NewtonSoftJsonSerializer(ExtendedActorSystem system, NewtonSoftJsonSerializerSettings settings) : base(system)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _json = new Lazy<JsonText>(() => new JsonText(system, settings));
    }

    public JsonSerializerSettings Settings => _json.Value.Settings;

    /// <summary>The Json.NET serializer.</summary>
    public object Serializer => _json.Value.Serializer;

    public override bool IncludeManifest => true;

    /// <exception cref="SerializationException">The object or a part of it has no JSON form.</exception>
    public override byte[] ToBinary(object obj)
    {
        try
        {
            return _json.Value.Write(obj);
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
            return _json.Value.Read(bytes, type);
        }
        catch (JsonException e)
        {
            throw new SerializationException($"Cannot read {type}: {e.Message}", e);
        }
    }
}
