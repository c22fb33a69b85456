#nullable disable annotations
using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Serialization.Internal;
using Akka.Util;

namespace Akka.Serialization;

/// <summary>The serializers of a system: finds the one for a type by the most specific binding, and the one for bytes by its number.</summary>
public class Serialization
{
    private readonly SerializerRegistry _registry;
    private Information _information;

    /// <exception cref="Configuration.ConfigurationException">A serializer or binding of the config is wrong.</exception>
    public Serialization(ExtendedActorSystem system)
    {
        System = system;
        _registry = new SerializerRegistry(SerializerSettings.From(system), new NullSerializer(system));
        if (system.Settings.Setup.Get<SerializationSetup>() is not { HasValue: true } setup) return;
        foreach (var details in setup.Value.CreateSerializers(system))
        {
            AddSerializer(details.Alias, details.Serializer);
            foreach (var type in details.UseFor) AddSerializationMap(type, details.Serializer);
        }
    }

    public ExtendedActorSystem System { get; }

    /// <summary>Which types incoming names may stand for.</summary>
    internal TypeNamePolicy TypeNamePolicy => _registry.TypeNames;

    /// <summary>Runs an action that serializes messages of a system, with the address that other nodes know it by.</summary>
    public static T WithTransport<T>(ExtendedActorSystem system, Func<T> action) => WithTransport(system, action, static run => run());

    public static T WithTransport<TState, T>(ExtendedActorSystem system, TState state, Func<TState, T> action) =>
        TransportInformation.With(system.Serialization?.InformationOf(system.Provider.DefaultAddress) ?? new Information(system.Provider.DefaultAddress, system), state, action);

    [Obsolete("The system knows its address: use the overload without one.")]
    public static T WithTransport<T>(ActorSystem system, Address address, Func<T> action) =>
        TransportInformation.With(new Information(address, system), action, static run => run());

    /// <exception cref="InvalidOperationException">No serialization runs on this thread.</exception>
    public static Information GetCurrentTransportInformation() => TransportInformation.Current
        ?? throw new InvalidOperationException($"No transport information: run the serialization in {nameof(Serialization)}.{nameof(WithTransport)}.");

    /// <summary>The text by which the reader of the current serialization reaches the actor.</summary>
    public static string SerializedActorPath(IActorRef actorRef)
    {
        if (Equals(actorRef, ActorRefs.NoSender)) return string.Empty;
        var path = actorRef.Path;
        return TransportInformation.Current is { Address: { } address } ? path.ToSerializationFormatWithAddress(address) : path.ToSerializationFormat();
    }

    /// <returns>What <see cref="Deserialize(byte[], int, string)"/> needs beside the bytes; empty if nothing.</returns>
    public static string ManifestFor(Serializer s, object msg) => s switch
    {
        SerializerWithStringManifest named => named.Manifest(msg),
        { IncludeManifest: true } => msg is null ? string.Empty : msg.GetType().TypeQualifiedName,
        _ => string.Empty,
    };

    [Obsolete("Name the serializer.")]
    public void AddSerializer(Serializer serializer)
    {
        ArgumentNullException.ThrowIfNull(serializer);
        AddSerializer(serializer.GetType().Name, serializer);
    }

    /// <param name="name">The name in <c>akka.actor.serializers</c>.</param>
    /// <param name="serializer">Replaces the one of that name.</param>
    public void AddSerializer(string name, Serializer serializer) => _registry.Add(name, serializer);

    /// <summary>Binds a type, with all that derive from it and have no nearer binding.</summary>
    public void AddSerializationMap(Type type, Serializer serializer) => _registry.Bind(type, serializer);

    public byte[] Serialize(object o) => WithTransport(System, (Serializer: FindSerializerFor(o), Message: o), static state => state.Serializer.ToBinary(state.Message));

    /// <exception cref="SerializationException">No serializer has that number.</exception>
    public object Deserialize(byte[] bytes, int serializerId, Type type) =>
        WithTransport(System, (Serializer: _registry.ById(serializerId), bytes, type), static state => state.Serializer.FromBinary(state.bytes, state.type));

    /// <exception cref="SerializationException">No serializer has that number, or the manifest names no type that may be read.</exception>
    public object Deserialize(byte[] bytes, int serializerId, string manifest)
    {
        var serializer = _registry.ById(serializerId);
        return serializer is SerializerWithStringManifest
            ? WithTransport(System, (serializer, bytes, manifest), static state => ((SerializerWithStringManifest)state.serializer).FromBinary(state.bytes, state.manifest))
            : Deserialize(bytes, serializerId, string.IsNullOrEmpty(manifest) ? null : TypeNamePolicy.Resolve(manifest));
    }

    /// <param name="obj">Null has a serializer too.</param>
    /// <param name="defaultSerializerName">For a type that only the binding of System.Object covers.</param>
    /// <exception cref="SerializationException">No binding covers the type, or it is unregistered and such are not allowed.</exception>
    public Serializer FindSerializerFor(object obj, string defaultSerializerName = null) =>
        obj is null ? _registry.Null : FindSerializerForType(obj.GetType(), defaultSerializerName);

    public Serializer FindSerializerForType(Type objectType, string defaultSerializerName = null) => _registry.ForType(objectType, defaultSerializerName);

    /// <returns>The reference that <see cref="SerializedActorPath"/> wrote.</returns>
    public IActorRef DeserializeActorRef(string path) => System.Provider.ResolveActorRef(path);

    /// <summary>The address changes once, when the node begins to listen.</summary>
    private Information InformationOf(Address address)
    {
        var known = Volatile.Read(ref _information);
        if (known is not null && ReferenceEquals(known.Address, address)) return known;
        known = new Information(address, System);
        Volatile.Write(ref _information, known);
        return known;
    }

    /// <summary>What <c>akka.actor.serialize-messages</c> does to a message before a local actor gets it: shows what could not travel.</summary>
    /// <exception cref="SerializationException">It could not; the sender gets this.</exception>
    internal object RoundTrip(object message, IActorRef recipient)
    {
        // Dead letters and their like are made for subscribers in this process; what they hold was checked when it was sent.
        if (message is Event.AllDeadLetters or IInNodeMessage || WrappedMessage.Unwrap(message) is INoSerializationVerificationNeeded) return message;
        try
        {
            var serializer = FindSerializerFor(message);
            return Deserialize(Serialize(message), serializer.Identifier, ManifestFor(serializer, message));
        }
        catch (Exception e) when (e is not SerializationException)
        {
            throw new SerializationException($"{message.GetType()} to {recipient} cannot be serialized (akka.actor.serialize-messages is on).", e);
        }
    }
}
