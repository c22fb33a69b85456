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

    /// <summary>
    /// Of types in all, far more than any program has. A peer could spell one type in many ways and nest generic types without end, and types that
    /// were made once stay.
    /// </summary>
    private const int MaxNames = 10_000;

    /// <summary>Names of types that exist; one that names none leaves no trace.</summary>
    private readonly ConcurrentDictionary<string, Type> _types = new();
    private readonly ConcurrentDictionary<Type, bool> _allowed = new();
    private readonly ConcurrentDictionary<Type, bool> _allowedNested = new();

    /// <exception cref="SerializationException">Unknown, not loaded, or not allowed.</exception>
    public Type Resolve(string name)
    {
        var type = Find(name);
        if (_allowed.GetOrAdd(type, IsAllowed)) return type;
        throw new SerializationException(allowUnregisteredTypes
            ? $"A message of type {type} is not accepted: bind the type in akka.actor.serialization-bindings if it is meant to travel."
            : $"A message of type {type} is not accepted: it has no binding in akka.actor.serialization-bindings, and actors.engine.allow-unregistered-types is off.");
    }

    /// <summary>A name inside a message.</summary>
    /// <exception cref="SerializationException">Unknown, not loaded, or not allowed.</exception>
    public Type ResolveNested(string name)
    {
        var type = Find(name);
        EnsureNested(type);
        return type;
    }

    /// <summary>A binding was added.</summary>
    public void Forget()
    {
        _allowed.Clear();
        _allowedNested.Clear();
    }

    /// <summary>Asked when writing, so that the sender gets the error.</summary>
    /// <exception cref="SerializationException">The reader would not accept the name.</exception>
    public void EnsureNested(Type type)
    {
        if (!_allowedNested.GetOrAdd(type, IsAllowedNested))
            throw new SerializationException(
                $"A value of type {type} stands where the message declares another type; only types with a binding in akka.actor.serialization-bindings may.");
    }

    private bool IsAllowed(Type type) => isRegistered(type) || (allowUnregisteredTypes ? WireTypes.IsServable(type) : WireTypes.IsPlain(type, IsAllowed));

    private bool IsAllowedNested(Type type) =>
        isRegistered(type) || WireTypes.IsPlain(type, IsAllowedNested) || (typeof(ISurrogate).IsAssignableFrom(type) && WireTypes.IsOfEngine(type));

    private Type Find(string name)
    {
        if (_types.TryGetValue(name, out var known)) return known;
        if (name.Length > MaxLength || name.AsSpan().Count('[') > MaxBrackets)
            throw new SerializationException($"A type name of {name.Length} characters is not accepted: {name.AsSpan(0, 100)}...");
        if (_types.Count >= MaxNames) throw new SerializationException($"A new type name is not accepted after {MaxNames} others: {name}");
        try
        {
            return _types[name] = Type.GetType(name, LoadedAssembly, LoadedType, throwOnError: false)
                ?? throw new SerializationException($"Unknown type [{name}]: no assembly that is loaded has it.");
        }
        catch (Exception e) when (e is ArgumentException or IOException or BadImageFormatException or TypeLoadException)
        {
            throw new SerializationException($"Unknown type [{name}].", e);
        }
    }

    private static Type? LoadedType(Assembly? assembly, string name, bool ignoreCase) => (assembly ?? typeof(object).Assembly).GetType(name);

    private static Assembly? LoadedAssembly(AssemblyName wanted) =>
        Array.Find(AppDomain.CurrentDomain.GetAssemblies(), assembly => string.Equals(assembly.GetName().Name, wanted.Name, StringComparison.OrdinalIgnoreCase));
}
