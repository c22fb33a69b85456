using System.Dynamic;
using System.Linq.Expressions;
using System.Text.Json;
using Actors.Services.Methods;

namespace Actors.Services;

/// <summary>
/// The result of a call through <c>dynamic</c>, which becomes what it is assigned to: <c>int x = await c.add(6, 8)</c>. Also <c>r.name</c>, <c>r[0]</c>, and arithmetic
/// and comparison as with the number, text or truth value that it is. A result of <c>null</c> is null and no such object.
/// </summary>
public sealed class DynamicResult : DynamicObject
{
    private readonly string _method;
    private readonly MethodResult _result;
    private JsonElement? _element;

    internal DynamicResult(string method, MethodResult result)
    {
        _method = method;
        _result = result;
    }

    /// <summary>The result as JSON.</summary>
    /// <exception cref="InvalidOperationException">It is a stream.</exception>
    public JsonElement Json => _element ??= JsonDocument.Parse(_result.Value).RootElement;

    public override bool TryConvert(ConvertBinder binder, out object? result)
    {
        result = Proxies.ResultReader.Convert(binder.Type, _method, _result);
        return true;
    }

    public override bool TryGetMember(GetMemberBinder binder, out object? result)
    {
        result = null;
        if (Json.ValueKind != JsonValueKind.Object) return false;
        if (Json.TryGetProperty(binder.Name, out var member))
        {
            result = Wrap(member);
            return true;
        }

        foreach (var property in Json.EnumerateObject())
        {
            if (!property.Name.Equals(binder.Name, StringComparison.OrdinalIgnoreCase)) continue;
            result = Wrap(property.Value);
            return true;
        }

        return false;
    }

    public override bool TryGetIndex(GetIndexBinder binder, object[] indexes, out object? result)
    {
        (var found, result) = indexes switch
        {
            [int index] when Json.ValueKind == JsonValueKind.Array && index >= 0 && index < Json.GetArrayLength() => (true, Wrap(Json[index])),
            [string name] when Json.ValueKind == JsonValueKind.Object && Json.TryGetProperty(name, out var member) => (true, Wrap(member)),
            _ => (false, null),
        };
        return found;
    }

    public override bool TryBinaryOperation(BinaryOperationBinder binder, object arg, out object? result)
    {
        dynamic? left = Plain();
        result = null;
        if (left is DynamicResult)
        {
            // An object or an array is equal to nothing but itself.
            if (binder.Operation is ExpressionType.Equal or ExpressionType.NotEqual) result = ReferenceEquals(this, arg) == (binder.Operation == ExpressionType.Equal);
            return result != null;
        }

        dynamic? right = arg is DynamicResult other ? other.Plain() : arg;
        (var known, result) = binder.Operation switch
        {
            ExpressionType.Equal => (true, left == right),
            ExpressionType.NotEqual => (true, left != right),
            ExpressionType.LessThan => (true, left < right),
            ExpressionType.LessThanOrEqual => (true, left <= right),
            ExpressionType.GreaterThan => (true, left > right),
            ExpressionType.GreaterThanOrEqual => (true, left >= right),
            ExpressionType.Add => (true, left + right),
            ExpressionType.Subtract => (true, left - right),
            ExpressionType.Multiply => (true, left * right),
            ExpressionType.Divide => (true, left / right),
            ExpressionType.Modulo => (true, left % right),
            _ => (false, (object?)null),
        };
        return known;
    }

    /// <summary>A text without its quotes, everything else as JSON.</summary>
    public override string ToString() => _result.IsStream ? $"the stream of {_method}" : Json.ValueKind == JsonValueKind.String ? Json.GetString()! : Json.GetRawText();

    private object? Plain() => Json.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String => Json.GetString(),
        JsonValueKind.Number when Json.TryGetInt32(out var number) => number,
        JsonValueKind.Number when Json.TryGetInt64(out var number) => number,
        JsonValueKind.Number => Json.GetDouble(),
        _ => this,
    };

    private DynamicResult? Wrap(JsonElement element) => element.ValueKind == JsonValueKind.Null ? null
        : new DynamicResult(_method, new MethodResult(JsonSerializer.SerializeToUtf8Bytes(element)));
}
