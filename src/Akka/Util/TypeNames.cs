using System.Collections.Concurrent;

namespace Akka.Util;

/// <summary>Types by the names that stand in configs and in manifests: full name and assembly, without version.</summary>
internal static class TypeNames
{
    private static readonly ConcurrentDictionary<Type, string> Names = new();

    extension(Type type)
    {
        /// <summary>Such as <c>My.Shop.Order, My.Shop</c>; the types of the base library go without an assembly.</summary>
        public string TypeQualifiedName => Names.GetOrAdd(type, NameOf);
    }

    /// <summary>Finds a class that a config names; loads its assembly if need be. Never for names that come from another node.</summary>
    /// <returns>Null if there is no such type.</returns>
    public static Type? Resolve(string name) => Type.GetType(name, throwOnError: false);

    private static string NameOf(Type type)
    {
        if (type.IsArray)
        {
            var element = NameOf(type.GetElementType()!);
            var comma = AssemblyComma(element);
            var suffix = "[" + new string(',', type.GetArrayRank() - 1) + "]";
            return comma < 0 ? element + suffix : element[..comma] + suffix + element[comma..];
        }

        var name = type.IsConstructedGenericType
            ? $"{type.GetGenericTypeDefinition().FullName}[{string.Join(",", type.GetGenericArguments().Select(argument => $"[{NameOf(argument)}]"))}]"
            : type.FullName!;
        return type.Assembly == typeof(object).Assembly ? name : $"{name}, {type.Assembly.GetName().Name}";
    }

    /// <summary>Where the assembly's name starts: the comma outside of all brackets.</summary>
    private static int AssemblyComma(string name)
    {
        var depth = 0;
        for (var at = 0; at < name.Length; at++)
        {
            if (name[at] == '[') depth++;
            else if (name[at] == ']') depth--;
            else if (name[at] == ',' && depth == 0) return at;
        }

        return -1;
    }
}
