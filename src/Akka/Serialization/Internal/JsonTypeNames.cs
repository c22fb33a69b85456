using Akka.Actor;
using Akka.Util;
using Newtonsoft.Json.Serialization;

namespace Akka.Serialization.Internal;

/// <summary>The names of types inside JSON: what <see cref="TypeNamePolicy"/> lets through, in both directions.</summary>
internal sealed class JsonTypeNames(ExtendedActorSystem system) : ISerializationBinder
{
    public Type BindToType(string? assemblyName, string typeName) =>
        system.Serialization.TypeNamePolicy.ResolveNested(assemblyName is null ? typeName : $"{typeName}, {assemblyName}");

    public void BindToName(Type serializedType, out string? assemblyName, out string? typeName)
    {
        system.Serialization.TypeNamePolicy.EnsureNested(serializedType);
        // The whole name in one part: Json.NET joins the parts again.
        assemblyName = null;
        typeName = serializedType.TypeQualifiedName;
    }
}
