using System.Reflection;

namespace Akka.Api.Tests.Listing;

/// <summary>Types as the lists write them.</summary>
internal static class TypeText
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(bool)] = "bool",
        [typeof(char)] = "char",
        [typeof(byte)] = "byte",
        [typeof(short)] = "short",
        [typeof(int)] = "int",
        [typeof(uint)] = "uint",
        [typeof(long)] = "long",
        [typeof(ulong)] = "ulong",
        [typeof(float)] = "float",
        [typeof(double)] = "double",
        [typeof(decimal)] = "decimal",
    };

    /// <summary>A type where it is used.</summary>
    public static string Use(Type type)
    {
        if (type.IsGenericParameter) return type.Name;
        if (type.IsArray) return Use(type.GetElementType()!) + "[]";
        if (type.IsPointer) return Use(type.GetElementType()!) + "*";
        if (type.IsByRef) return Use(type.GetElementType()!);
        if (Nullable.GetUnderlyingType(type) is { } value) return Use(value) + "?";
        if (Keywords.TryGetValue(type, out var keyword)) return keyword;
        var arguments = type.GetGenericArguments();
        var name = string.Join('.', Around(type).Select(outer => WithoutArity(outer.Name)));
        return arguments.Length == 0 ? name : $"{name}<{string.Join(", ", arguments.Select(Use))}>";
    }

    /// <summary>A type where it is declared: with its type parameters and their variance.</summary>
    public static string Declaration(Type type)
    {
        var outer = type.IsNested ? Declaration(type.DeclaringType!) + "." : "";
        if (!type.Name.Contains('`')) return outer + type.Name;
        var own = type.GetGenericArguments().Skip(type.DeclaringType?.GetGenericArguments().Length ?? 0);
        return $"{outer}{WithoutArity(type.Name)}<{string.Join(", ", own.Select(parameter => Variance(parameter) + parameter.Name))}>";
    }

    /// <summary>The <c>where</c> clauses of type parameters.</summary>
    public static string Constraints(Type[] arguments) => string.Concat(arguments.Where(argument => argument.IsGenericParameter).Select(Constraint));

    private static string Constraint(Type parameter)
    {
        var attributes = parameter.GenericParameterAttributes;
        var isStruct = attributes.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint);
        var parts = new List<string>();
        if (attributes.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint)) parts.Add("class");
        if (isStruct) parts.Add("struct");
        parts.AddRange(parameter.GetGenericParameterConstraints().Where(type => type != typeof(ValueType)).Select(Use));
        if (attributes.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint) && !isStruct) parts.Add("new()");
        return parts.Count == 0 ? "" : $" where {parameter.Name} : {string.Join(", ", parts)}";
    }

    private static string Variance(Type parameter) => (parameter.GenericParameterAttributes & GenericParameterAttributes.VarianceMask) switch
    {
        GenericParameterAttributes.Covariant => "out ",
        GenericParameterAttributes.Contravariant => "in ",
        _ => "",
    };

    private static Stack<Type> Around(Type type)
    {
        var types = new Stack<Type>();
        for (var outer = type; outer is not null; outer = outer.DeclaringType) types.Push(outer);
        return types;
    }

    private static string WithoutArity(string name) => name.Contains('`') ? name[..name.IndexOf('`')] : name;
}
