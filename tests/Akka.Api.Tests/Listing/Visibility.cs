using System.Reflection;
using System.Runtime.CompilerServices;

namespace Akka.Api.Tests.Listing;

/// <summary>Which types of an assembly its users see.</summary>
internal static class Visibility
{
    public static bool IsInternalApi(MemberInfo member) =>
        member.GetCustomAttributesData().Any(attribute => attribute.AttributeType.Name is "InternalApiAttribute" or "InternalStableApiAttribute");

    /// <summary>True for a type that another assembly can name.</summary>
    public static bool IsReachable(Type type)
    {
        if (type.Name.Contains('<') || type.IsDefined(typeof(CompilerGeneratedAttribute))) return false;
        if (!type.IsNested) return type.IsPublic;
        return (type.IsNestedPublic || type.IsNestedFamily || type.IsNestedFamORAssem) && IsReachable(type.DeclaringType!);
    }

    /// <summary>True for a type that carries <c>[InternalApi]</c> or stands in one that does.</summary>
    public static bool IsHidden(Type type) => IsInternalApi(type) || (type.DeclaringType is { } outer && IsHidden(outer));
}
