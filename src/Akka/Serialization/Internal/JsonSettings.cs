using System.Globalization;
using Akka.Actor;
using Newtonsoft.Json;

namespace Akka.Serialization.Internal;

/// <summary>Json.NET as the engine uses it.</summary>
internal static class JsonSettings
{
    /// <summary>Levels of nesting that a reader follows: far above real messages, far below the stack's end.</summary>
    private const int MaxDepth = 64;

    public static JsonSerializerSettings Create(ExtendedActorSystem system, NewtonSoftJsonSerializerSettings own)
    {
        var settings = new JsonSerializerSettings
        {
            ContractResolver = new JsonContracts(system, own.PreserveObjectReferences),
            SerializationBinder = new JsonTypeNames(system),
            TypeNameHandling = own.EncodeTypeNames ? TypeNameHandling.Auto : TypeNameHandling.None,
            // Circles are preserved by contract, only where a type can form one.
            PreserveReferencesHandling = PreserveReferencesHandling.None,
            ReferenceLoopHandling = ReferenceLoopHandling.Error,
            ReferenceResolverProvider = static () => JsonReferences.Instance,
            EqualityComparer = ReferenceEqualityComparer.Instance,
            ConstructorHandling = ConstructorHandling.AllowNonPublicDefaultConstructor,
            ObjectCreationHandling = ObjectCreationHandling.Replace,
            DateParseHandling = DateParseHandling.None,
            FloatFormatHandling = FloatFormatHandling.String,
            Culture = CultureInfo.InvariantCulture,
            MaxDepth = MaxDepth,
        };
        foreach (var type in own.Converters) settings.Converters.Add((JsonConverter)Activator.CreateInstance(type)!);
        if (system.Settings.Setup.Get<NewtonSoftJsonSerializerSetup>() is { HasValue: true } setup) setup.Value.ApplySettings(settings);
        return settings;
    }
}
