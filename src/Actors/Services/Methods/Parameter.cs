using System.Reflection;
using System.Text.Json;

namespace Actors.Services.Methods;

/// <summary>A parameter that callers give.</summary>
internal sealed class Parameter
{
    public Parameter(ParameterInfo info, JsonSerializerOptions options, NullabilityInfoContext annotations)
    {
        Name = info.Name ?? $"argument{info.Position + 1}";
        Position = info.Position;
        Type = info.ParameterType;
        Element = Type.IsArray && info.IsDefined(typeof(ParamArrayAttribute), false) ? Type.GetElementType() : null;
        TypeText = Element == null ? Methods.TypeText.Of(Type) : Methods.TypeText.Of(Element) + "[]";
        IsOptional = info.IsOptional || info.HasDefaultValue || Element != null;
        Default = Element != null ? Array.CreateInstance(Element, 0) : DefaultOf(info);
        AllowsNull = JsonShape.IsAny(Type) || (Type.IsValueType ? Nullable.GetUnderlyingType(Type) != null
            : annotations.Create(info).WriteState != NullabilityState.NotNull);

        var type = options.GetTypeInfo(Type);
        Value = new Conversion(ValueReader.Of(Type, type), JsonShape.Of(Type, type), AllowsNull, WholeReader.Of(Type) is not null);
        if (Element == null)
            return;
        var element = options.GetTypeInfo(Element);
        Each = new Conversion(ValueReader.Of(Element, element), JsonShape.Of(Element, element), !Element.IsValueType || Nullable.GetUnderlyingType(Element) != null, WholeReader.Of(Element) is not null);
    }

    public string Name { get; }

    /// <summary>Among all the method's parameters, injected ones included.</summary>
    public int Position { get; }

    public Type Type { get; }

    public string TypeText { get; }

    public bool IsOptional { get; }

    public object? Default { get; }

    public bool AllowsNull { get; }

    /// <summary>Of a <c>params</c> array; null for every other parameter.</summary>
    public Type? Element { get; }

    public Conversion Value { get; }

    /// <summary>How one of many arguments for a <c>params</c> array is read.</summary>
    public Conversion? Each { get; }

    public ParameterDescription Describe(JsonSerializerOptions options)
    {
        JsonElement? value = IsOptional && Element == null && (Default != null || AllowsNull) ? JsonSerializer.SerializeToElement(Default, options.GetTypeInfo(Type)) : null;
        return new ParameterDescription(Name, TypeText, IsOptional, value, Element != null);
    }

    private static object? DefaultOf(ParameterInfo info)
    {
        if (!info.HasDefaultValue)
            return null;
        // The compiler stores the default of a nullable enum as a plain number.
        return info.DefaultValue is { } value && Nullable.GetUnderlyingType(info.ParameterType) is { IsEnum: true } type ? Enum.ToObject(type, value) : info.DefaultValue;
    }
}
