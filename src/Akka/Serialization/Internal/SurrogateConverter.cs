using Akka.Actor;
using Akka.Util;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Akka.Serialization.Internal;

/// <summary>
/// Writes objects that belong to an actor system: references, paths and addresses as their texts, others as
/// <c>{"$surrogate": type, "value": surrogate}</c>.
/// </summary>
internal sealed class SurrogateConverter(ExtendedActorSystem system) : JsonConverter
{
    public const string TypeProperty = "$surrogate";
    private const string ValueProperty = "value";

    /// <summary>The text of <see cref="ActorRefs.Nobody"/>, which has no path that resolves.</summary>
    private const string NobodyText = "nobody";

    public override bool CanConvert(Type objectType) => typeof(ISurrogated).IsAssignableFrom(objectType);

    public override void WriteJson(JsonWriter writer, object? value, JsonSerializer serializer)
    {
        switch (value)
        {
            case null:
                writer.WriteNull();
                break;
            case Nobody:
                writer.WriteValue(NobodyText);
                break;
            case IActorRef actor:
                writer.WriteValue(Serialization.SerializedActorPath(actor));
                break;
            case ActorPath path:
                writer.WriteValue(path.ToSerializationFormat());
                break;
            case Address address:
                writer.WriteValue(address.ToString());
                break;
            default:
                WriteSurrogate(writer, ((ISurrogated)value).ToSurrogate(system), serializer);
                break;
        }
    }

    public override object? ReadJson(JsonReader reader, Type objectType, object? existingValue, JsonSerializer serializer) => reader.TokenType switch
    {
        JsonToken.Null => null,
        JsonToken.String => Read((string)reader.Value!, objectType),
        JsonToken.StartObject => ReadSurrogate(JObject.Load(reader), serializer),
        _ => throw new JsonSerializationException($"{reader.TokenType} cannot be read as {objectType}."),
    };

    /// <summary>Writes what stands for a system's object where its declared type does not say so.</summary>
    public void WriteTagged(JsonWriter writer, ISurrogated value, JsonSerializer serializer) => WriteSurrogate(writer, value.ToSurrogate(system), serializer);

    public object? ReadSurrogate(JObject json, JsonSerializer serializer)
    {
        if ((string?)json[TypeProperty] is not { } name || json[ValueProperty] is not { } value)
            throw new JsonSerializationException($"An object with {TypeProperty} and {ValueProperty} was expected.");
        var type = system.Serialization.TypeNamePolicy.ResolveNested(name);
        if (!typeof(ISurrogate).IsAssignableFrom(type)) throw new JsonSerializationException($"{type} is not a surrogate.");
        using var reader = value.CreateReader();
        return ((ISurrogate)serializer.Deserialize(reader, type)!).FromSurrogate(system);
    }

    private void WriteSurrogate(JsonWriter writer, ISurrogate surrogate, JsonSerializer serializer)
    {
        var type = surrogate.GetType();
        system.Serialization.TypeNamePolicy.EnsureNested(type);
        writer.WriteStartObject();
        writer.WritePropertyName(TypeProperty);
        writer.WriteValue(type.TypeQualifiedName);
        writer.WritePropertyName(ValueProperty);
        serializer.Serialize(writer, surrogate, type);
        writer.WriteEndObject();
    }

    private object Read(string text, Type objectType)
    {
        if (objectType == typeof(Address)) return Address.Parse(text);
        if (typeof(ActorPath).IsAssignableFrom(objectType)) return ActorPath.Parse(text);
        if (text.Length == 0) return ActorRefs.NoSender;
        return text == NobodyText ? ActorRefs.Nobody : system.Provider.ResolveActorRef(text);
    }
}
