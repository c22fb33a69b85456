using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.Serialization;
using Akka.Util;

namespace Akka.Serialization.Internal;

/// <summary>
/// Which types a name in incoming data may stand for. Nothing is ever loaded for a name. The manifest of a message may name a registered type
/// or, if unregistered ones are allowed, any loaded type that <see cref="WireTypes.IsServable"/>; a name inside a message only a registered one,
/// plain data, or a surrogate of the engine.
/// </summary>
internal sealed class TypeNamePolicy(Func<Type, bool> isRegistered, bool allowUnregisteredTypes)
{
    /// <summary>Generic arguments nest; real names are far below both.</summary>
    private const int MaxLength = 2000;
    private const int MaxBrackets = 64;

    /// <summary>A name is cached once it was found and allowed, so peers cannot fill the caches with inventions.</summary>
    private readonly ConcurrentDictionary<string, Type> _manifests = new();
    private readonly ConcurrentDictionary<string, Type> _nested = new();

    /// <exception cref="SerializationException">Unknown, not loaded, or not allowed.</exception>
    public Type Resolve(string name)
    {
        if (_manifests.TryGetValue(name, out var known)) return known;
        var type = Find(name);
        if (!IsAllowed(type))
            throw new SerializationException(allowUnregisteredTypes
                ? $"A message of type {type} is not accepted: bind the type in akka.actor.serialization-bindings if it is meant to travel."
                : $"A message of type {type} is not accepted: it has no binding in akka.actor.serialization-bindings, and actors.engine.allow-unregistered-types is off.");
        return _manifests[name] = type;
    }

    /// <summary>A name inside a message.</summary>
    /// <exception cref="SerializationException">Unknown, not loaded, or not allowed.</exception>
    public Type ResolveNested(string name)
    {
        if (_nested.TryGetValue(name, out var known)) return known;
        var type = Find(name);
        EnsureNested(type);
        return _nested[name] = type;
    }

    /// <summary>Asked when writing, so that the sender gets the error.</summary>
    /// <exception cref="SerializationException">The reader would not accept the name.</exception>
    public void EnsureNested(Type type)
    {
        if (!IsAllowedNested(type))
            throw new SerializationException(
                $"A value of type {type} stands where the message declares another type; only types with a binding in akka.actor.serialization-bindings may.");
    }

    private bool IsAllowed(Type type) => isRegistered(type) || (allowUnregisteredTypes ? WireTypes.IsServable(type) : WireTypes.IsPlain(type, IsAllowed));

    private bool IsAllowedNested(Type type) =>
        isRegistered(type) || WireTypes.IsPlain(type, IsAllowedNested) || (typeof(ISurrogate).IsAssignableFrom(type) && WireTypes.IsOfEngine(type));

    private static Type Find(string name)
    {
        if (name.Length > MaxLength || name.AsSpan().Count('[') > MaxBrackets)
            throw new SerializationException($"A type name of {name.Length} characters is not accepted: {name.AsSpan(0, 100)}...");
        try
        {
            return Type.GetType(name, LoadedAssembly, static (assembly, typeName, _) => (assembly ?? typeof(object).Assembly).GetType(typeName), throwOnError: false)
                ?? throw new SerializationException($"Unknown type [{name}]: no assembly that is loaded has it.");
        }
        catch (Exception e) when (e is ArgumentException or IOException or BadImageFormatException or TypeLoadException)
        {
            throw new SerializationException($"Unknown type [{name}].", e);
        }
    }

    private static Assembly? LoadedAssembly(AssemblyName wanted) =>
        Array.Find(AppDomain.CurrentDomain.GetAssemblies(), assembly => string.Equals(assembly.GetName().Name, wanted.Name, StringComparison.OrdinalIgnoreCase));
}
