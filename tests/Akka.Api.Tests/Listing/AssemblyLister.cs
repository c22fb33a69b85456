using System.Reflection;

namespace Akka.Api.Tests.Listing;

/// <summary>Lists the public and protected API of an assembly in the form of the lists.</summary>
internal static class AssemblyLister
{
    public static ApiListing List(Assembly assembly) => List(assembly.GetTypes());

    public static ApiListing List(IEnumerable<Type> types)
    {
        var reachable = types.Where(Visibility.IsReachable).OrderBy(type => type.FullName, StringComparer.Ordinal).ToLookup(Visibility.IsHidden);
        return new ApiListing(
            [.. reachable[false].Select(type => new ApiType(type.Namespace ?? "", Header(type), type.IsAssignableTo(typeof(Delegate)) ? [] : MemberText.Lines(type)))],
            [.. reachable[true].Select(type => new ApiType(type.Namespace ?? "", Header(type), []))]);
    }

    private static string Header(Type type)
    {
        var obsolete = type.IsDefined(typeof(ObsoleteAttribute)) ? "[Obsolete] " : "";
        if (type.IsAssignableTo(typeof(Delegate)))
        {
            var invoke = type.GetMethod("Invoke")!;
            return $"{obsolete}delegate {TypeText.Use(invoke.ReturnType)} {TypeText.Declaration(type)}({MemberText.Parameters(invoke)})";
        }

        var bases = Bases(type).ToList();
        var inherits = bases.Count > 0 ? " : " + string.Join(", ", bases) : "";
        return $"{obsolete}{Modifiers(type)}{Kind(type)} {TypeText.Declaration(type)}{inherits}{TypeText.Constraints(type.GetGenericArguments())}";
    }

    private static string Kind(Type type) => type.IsEnum ? "enum" : type.IsInterface ? "interface" : type.IsValueType ? "struct" : "class";

    private static string Modifiers(Type type)
    {
        if (type.IsInterface || type.IsValueType) return "";
        if (type.IsAbstract && type.IsSealed) return "static ";
        return type.IsAbstract ? "abstract " : type.IsSealed ? "sealed " : "";
    }

    private static IEnumerable<string> Bases(Type type)
    {
        if (type.IsEnum) return [];
        var inherited = type.BaseType?.GetInterfaces() ?? [];
        var interfaces = type.GetInterfaces().Where(@interface => (@interface.IsPublic || @interface.IsNestedPublic) && !inherited.Contains(@interface));
        var names = interfaces.Select(TypeText.Use).Order(StringComparer.Ordinal);
        return type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType) ? names.Prepend(TypeText.Use(parent)) : names;
    }
}
