using System.Collections.Frozen;

namespace Akka.Serialization.Internal;

/// <summary>What a type is to the JSON serializer, by the type alone.</summary>
internal static class WireTypes
{
    private static readonly FrozenSet<Type> Scalars = new[]
    {
        typeof(object), typeof(string), typeof(bool), typeof(char), typeof(byte), typeof(sbyte), typeof(short), typeof(ushort), typeof(int), typeof(uint),
        typeof(long), typeof(ulong), typeof(float), typeof(double), typeof(decimal), typeof(Guid), typeof(DateTime), typeof(DateTimeOffset), typeof(DateOnly),
        typeof(TimeOnly), typeof(TimeSpan), typeof(Uri), typeof(Version),
    }.ToFrozenSet();

    private static readonly FrozenSet<string> CollectionNamespaces = new[]
    {
        "System.Collections", "System.Collections.Generic", "System.Collections.Immutable", "System.Collections.ObjectModel",
        "System.Collections.Concurrent", "System.Collections.Frozen",
    }.ToFrozenSet();

    /// <summary>Data of the base library without behaviour: scalars, and collections, arrays and tuples of what <paramref name="isPart"/> accepts.</summary>
    public static bool IsPlain(Type type, Func<Type, bool> isPart)
    {
        if (Scalars.Contains(type)) return true;
        if (type.IsArray) return isPart(type.GetElementType()!);
        if (!IsOfFramework(type)) return false;
        var isData = CollectionNamespaces.Contains(type.Namespace ?? "") || type.FullName!.StartsWith("System.Tuple`", StringComparison.Ordinal)
            || type.FullName.StartsWith("System.ValueTuple`", StringComparison.Ordinal) || type.FullName.StartsWith("System.Nullable`", StringComparison.Ordinal);
        return isData && type.IsConstructedGenericType && Array.TrueForAll(type.GetGenericArguments(), argument => isPart(argument));
    }

    public static bool IsPlain(Type type) => IsPlain(type, IsPlain);

    /// <summary>
    /// Whether a name that came off the wire may stand for the type when any type is served. Of the base library only plain data is: it is full
    /// of classes that do things when their properties are set.
    /// </summary>
    public static bool IsServable(Type type) =>
        IsPlain(type, IsServable)
        || !(IsOfFramework(type) || type.IsPointer || type.IsByRef || type.IsGenericTypeDefinition || type.IsAbstract
             || typeof(Delegate).IsAssignableFrom(type) || typeof(System.Reflection.MemberInfo).IsAssignableFrom(type))
        && (!type.IsGenericType || Array.TrueForAll(type.GetGenericArguments(), IsServable));

    public static bool IsOfEngine(Type type) => type.Assembly.GetName().Name is { } name && (name == "Akka" || name.StartsWith("Akka.", StringComparison.Ordinal));

    public static bool IsOfFramework(Type type)
    {
        var name = type.Assembly.GetName().Name ?? "";
        return name == "System" || name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("Microsoft.", StringComparison.Ordinal)
            || name is "mscorlib" or "netstandard" or "Newtonsoft.Json" or "WindowsBase" or "PresentationFramework" or "PresentationCore";
    }
}
