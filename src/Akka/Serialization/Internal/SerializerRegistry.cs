using System.Collections.Concurrent;
using System.Runtime.Serialization;

namespace Akka.Serialization.Internal;

/// <summary>Serializers by number and by type. Look-ups are lock-free; bindings are meant to be added before messages flow.</summary>
internal sealed class SerializerRegistry
{
    private readonly ConcurrentDictionary<string, Serializer> _byName = new();
    private readonly ConcurrentDictionary<int, Serializer> _byId = new();
    private readonly ConcurrentDictionary<Type, Serializer> _bindings = new();
    private readonly ConcurrentDictionary<Type, Serializer> _found = new();
    private readonly bool _allowUnregisteredTypes;

    public SerializerRegistry(SerializerSettings settings, NullSerializer nullSerializer)
    {
        Null = nullSerializer;
        _allowUnregisteredTypes = settings.AllowUnregisteredTypes;
        TypeNames = new TypeNamePolicy(IsRegistered, settings.AllowUnregisteredTypes);
        _byId[nullSerializer.Identifier] = nullSerializer;
        foreach (var (name, serializer) in settings.Serializers) Add(name, serializer);
        foreach (var (type, name) in settings.Bindings) _bindings[type] = ByName(name);
    }

    public NullSerializer Null { get; }

    public TypeNamePolicy TypeNames { get; }

    public void Add(string name, Serializer serializer)
    {
        _byName[name] = serializer;
        _byId[serializer.Identifier] = serializer;
    }

    public void Bind(Type type, Serializer serializer)
    {
        _byId[serializer.Identifier] = serializer;
        _bindings[type] = serializer;
        _found.Clear();
        TypeNames.Forget();
    }

    public Serializer ById(int id) => _byId.TryGetValue(id, out var serializer)
        ? serializer
        : throw new SerializationException($"No serializer has the identifier {id}. Is one missing in akka.actor.serializers that the other nodes have?");

    /// <summary>Whether a binding other than that of System.Object covers the type.</summary>
    public bool IsRegistered(Type type) => MostSpecific(type) is not null;

    public Serializer ForType(Type type, string? defaultName)
    {
        if (_found.TryGetValue(type, out var serializer)) return serializer;
        serializer = MostSpecific(type) is { } bound ? _bindings[bound] : null;
        if (serializer is null && defaultName is not null) return ByName(defaultName);
        return _found[type] = serializer ?? ForUnregistered(type);
    }

    private Serializer ForUnregistered(Type type)
    {
        if (!_bindings.TryGetValue(typeof(object), out var serializer))
            throw new SerializationException($"No serializer for {type}: no binding in akka.actor.serialization-bindings covers it.");
        if (!_allowUnregisteredTypes && !WireTypes.IsPlain(type))
            throw new SerializationException($"No serializer for {type}: it has no binding in akka.actor.serialization-bindings, and actors.engine.allow-unregistered-types is off.");
        return serializer;
    }

    private Serializer ByName(string name) => _byName.TryGetValue(name, out var serializer)
        ? serializer
        : throw new Configuration.ConfigurationException($"Unknown serializer [{name}]. akka.actor.serializers has: {string.Join(", ", _byName.Keys.Order(StringComparer.Ordinal))}.");

    /// <summary>The binding that no other fitting one derives from; of unrelated ones a class before interfaces, then by name.</summary>
    private Type? MostSpecific(Type type)
    {
        if (_bindings.ContainsKey(type) && type != typeof(object)) return type;
        var fitting = _bindings.Keys.Where(bound => bound != typeof(object) && bound.IsAssignableFrom(type)).ToList();
        return fitting
            .Where(bound => !fitting.Exists(other => other != bound && bound.IsAssignableFrom(other)))
            .OrderBy(bound => bound.IsInterface).ThenBy(bound => bound.FullName, StringComparer.Ordinal)
            .FirstOrDefault();
    }
}
