using System.Collections.Concurrent;
using System.Reflection;

namespace Akka.Serialization.Internal;

/// <summary>Finds types whose objects can form circles, by following the types of their members.</summary>
internal static class CircularTypes
{
    private const BindingFlags Members = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    private static readonly ConcurrentDictionary<Type, bool> Known = new();

    /// <summary>A member that may hold anything counts as one that may hold the type itself.</summary>
    public static bool CanReachItself(Type type) => Known.GetOrAdd(type, static start =>
    {
        var seen = new HashSet<Type>();
        var ahead = new Queue<Type>(PartsOf(start));
        while (ahead.TryDequeue(out var part))
        {
            if (part.IsAssignableFrom(start) || start.IsAssignableFrom(part)) return true;
            if (seen.Add(part))
                foreach (var next in PartsOf(part)) ahead.Enqueue(next);
        }

        return false;
    });

    private static IEnumerable<Type> PartsOf(Type type)
    {
        if (WireTypes.IsPlain(type) && type != typeof(object)) return [];
        var members = type.GetProperties(Members).Where(property => property.GetIndexParameters().Length == 0).Select(property => property.PropertyType)
            .Concat(type.GetFields(Members).Select(field => field.FieldType));
        IEnumerable<Type> inner = type.IsArray ? [type.GetElementType()!] : type.IsGenericType ? type.GetGenericArguments() : [];
        return WireTypes.IsOfFramework(type) ? inner : members.Concat(inner).Where(part => !part.IsPrimitive && part != typeof(string));
    }
}
