using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Akka.Api.Tests.Listing;

/// <summary>The members of a type as the lists write them, those with <c>[InternalApi]</c> too: only a whole type may be marked.</summary>
internal static class MemberText
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    // Every type has or may have these; the lists leave them out.
    private static readonly string[] Universal = ["Equals", "GetHashCode", "ToString", "Finalize", "Deconstruct", "PrintMembers"];

    public static IReadOnlyList<string> Lines(Type type)
    {
        if (type.IsEnum) return [string.Join(", ", Enum.GetNames(type))];
        IEnumerable<string> lines =
        [
            .. type.GetConstructors(Declared).Where(constructor => IsVisible(constructor) && !constructor.IsStatic).Select(Constructor),
            .. type.GetFields(Declared).Where(field => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly).Select(Field),
            .. type.GetProperties(Declared).Select(Property).OfType<string>(),
            .. type.GetEvents(Declared).Where(@event => IsVisible(@event.AddMethod)).Select(Event),
            .. type.GetMethods(Declared).Where(IsListed).Select(Method),
        ];
        return [.. lines.Distinct().Order(StringComparer.Ordinal)];
    }

    public static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(Parameter));

    private static bool IsVisible(MethodBase? method) =>
        method is { IsPublic: true } or { IsFamily: true } or { IsFamilyOrAssembly: true };

    private static bool IsListed(MethodInfo method) =>
        IsVisible(method)
        && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal))
        && !method.Name.Contains('<')
        && !Universal.Contains(method.Name);

    private static string Constructor(ConstructorInfo constructor) => $"{Modifiers(constructor)}new({Parameters(constructor)})";

    private static string Field(FieldInfo field)
    {
        var access = field.IsPublic ? "" : "protected ";
        if (field.IsLiteral) return $"{access}const {TypeText.Use(field.FieldType)} {field.Name} = {Literal(field.GetRawConstantValue())}";
        return $"{access}{(field.IsStatic ? "static " : "")}{(field.IsInitOnly ? "readonly " : "")}{TypeText.Use(field.FieldType)} {field.Name}";
    }

    private static string? Property(PropertyInfo property)
    {
        var get = IsVisible(property.GetMethod) ? property.GetMethod : null;
        var set = IsVisible(property.SetMethod) ? property.SetMethod : null;
        if ((get ?? set) is not { } accessor) return null;
        var index = property.GetIndexParameters();
        var name = index.Length > 0 ? $"this[{string.Join(", ", index.Select(Parameter))}]" : property.Name;
        return $"{Modifiers(accessor)}{TypeText.Use(property.PropertyType)} {name} {{{(get is null ? "" : " get;")}{(set is null ? "" : " set;")} }}";
    }

    private static string Event(EventInfo @event) => $"{Modifiers(@event.AddMethod!)}event {TypeText.Use(@event.EventHandlerType!)} {@event.Name}";

    private static string Method(MethodInfo method)
    {
        var obsolete = method.IsDefined(typeof(ObsoleteAttribute)) ? "[Obsolete] " : "";
        var arguments = method.IsGenericMethod ? method.GetGenericArguments() : [];
        var generic = arguments.Length > 0 ? $"<{string.Join(", ", arguments.Select(argument => argument.Name))}>" : "";
        var @this = method.IsDefined(typeof(ExtensionAttribute)) ? "this " : "";
        return $"{obsolete}{Modifiers(method)}{TypeText.Use(method.ReturnType)} {method.Name}{generic}({@this}{Parameters(method)}){TypeText.Constraints(arguments)}";
    }

    private static string Modifiers(MethodBase method)
    {
        if (method.DeclaringType!.IsInterface) return "";
        var access = method.IsPublic ? "" : "protected ";
        if (method.IsStatic) return access + "static ";
        if (method.IsAbstract) return access + "abstract ";
        if (!method.IsVirtual || method.IsFinal) return access;
        if (method is MethodInfo info && info.GetBaseDefinition() != info) return access + "override ";
        return method.Attributes.HasFlag(MethodAttributes.NewSlot) ? access + "virtual " : access;
    }

    private static string Parameter(ParameterInfo parameter)
    {
        var direction = !parameter.ParameterType.IsByRef ? "" : parameter.IsOut ? "out " : parameter.IsIn ? "in " : "ref ";
        var @params = parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params " : "";
        var @default = parameter.HasDefaultValue ? " = " + Literal(parameter.RawDefaultValue) : "";
        return $"{@params}{direction}{TypeText.Use(parameter.ParameterType)} {parameter.Name}{@default}";
    }

    private static string? Literal(object? value) => value switch
    {
        null => "default",
        string text => $"\"{text.Replace("\n", "\\n")}\"",
        bool flag => flag ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };
}
