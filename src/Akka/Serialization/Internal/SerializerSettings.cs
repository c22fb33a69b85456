using System.Reflection;
using Akka.Actor;
using Akka.Configuration;
using Akka.Util;

namespace Akka.Serialization.Internal;

/// <summary>The serializers and bindings of <c>akka.actor</c>.</summary>
/// <param name="Serializers">By name.</param>
/// <param name="Bindings">Type to name of a serializer.</param>
/// <param name="AllowUnregisteredTypes">Whether the binding of System.Object serves types that no other binding covers.</param>
internal sealed record SerializerSettings(
    IReadOnlyList<(string Name, Serializer Serializer)> Serializers, IReadOnlyList<(Type Type, string Name)> Bindings, bool AllowUnregisteredTypes)
{
    /// <exception cref="ConfigurationException">A class is unknown or cannot be made.</exception>
    public static SerializerSettings From(ExtendedActorSystem system)
    {
        var config = system.Settings.Config;
        var serializers = Entries(config, "akka.actor.serializers").Select(entry => (entry.Key, New(system, entry.Key, entry.Value))).ToList();
        var bindings = Entries(config, "akka.actor.serialization-bindings").Select(entry => (Bound(entry.Key, entry.Value), entry.Value)).ToList();
        return new SerializerSettings(serializers, bindings, config.GetBoolean("actors.engine.allow-unregistered-types"));
    }

    /// <exception cref="ConfigurationException">The config has no number for it.</exception>
    public static int IdentifierOf(Type type, ExtendedActorSystem system)
    {
        var numbers = Entries(system.Settings.Config, "akka.actor.serialization-identifiers");
        foreach (var (name, number) in numbers)
            if (name == type.TypeQualifiedName || TypeNames.Resolve(name) == type)
                return int.Parse(number, System.Globalization.CultureInfo.InvariantCulture);
        throw new ConfigurationException(
            $"Serializer {type} has no identifier: override Serializer.Identifier or set akka.actor.serialization-identifiers.\"{type.TypeQualifiedName}\".");
    }

    private static IEnumerable<KeyValuePair<string, string>> Entries(Config config, string path) =>
        config.HasPath(path) ? config.GetConfig(path).AsEnumerable().Select(entry => KeyValuePair.Create(entry.Key, entry.Value.GetString())) : [];

    private static Serializer New(ExtendedActorSystem system, string name, string className)
    {
        var type = TypeNames.Resolve(className);
        if (type is null || !typeof(Serializer).IsAssignableFrom(type))
            throw new ConfigurationException($"akka.actor.serializers.{name}: [{className}] is not a class that is a {nameof(Serializer)}.");

        var own = $"akka.actor.serialization-settings.{name}";
        var config = system.Settings.Config;
        var takesConfig = config.HasPath(own) && type.GetConstructor([typeof(ExtendedActorSystem), typeof(Config)]) is not null;
        try
        {
            return (Serializer)(takesConfig ? Activator.CreateInstance(type, system, config.GetConfig(own)) : Activator.CreateInstance(type, system))!;
        }
        catch (Exception e) when (e is TargetInvocationException or MissingMethodException)
        {
            var cause = e is TargetInvocationException { InnerException: { } inner } ? inner : e;
            throw new ConfigurationException($"akka.actor.serializers.{name}: {type} cannot be made: {cause.Message}", cause);
        }
    }

    private static Type Bound(string typeName, string serializer) => TypeNames.Resolve(typeName)
        ?? throw new ConfigurationException($"akka.actor.serialization-bindings.\"{typeName}\" = {serializer}: unknown type.");
}
