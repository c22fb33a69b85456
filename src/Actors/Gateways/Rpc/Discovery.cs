using System.Buffers;
using System.Text.Json;
using Actors.Services;
using Actors.Services.Methods;

namespace Actors.Gateways.Rpc;

/// <summary>The answer to <c>rpc.discover</c>: a document after OpenRPC. A schema names our own word for the type as its title, and JSON's kind where that is one.</summary>
internal static class Discovery
{
    private const string OpenRpcVersion = "1.3.2";

    public static byte[] Write(string title, IReadOnlyList<MethodDescription> methods)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output, ServiceJson.Writing))
        {
            json.WriteStartObject();
            json.WriteString("openrpc"u8, OpenRpcVersion);
            json.WriteStartObject("info"u8);
            json.WriteString("title"u8, title);
            json.WriteString("version"u8, "1");
            json.WriteEndObject();
            json.WriteStartArray("methods"u8);
            foreach (var method in methods.Where(method => method.NotCallable == null)) WriteMethod(json, method);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return output.WrittenSpan.ToArray();
    }

    private static void WriteMethod(Utf8JsonWriter json, MethodDescription method)
    {
        json.WriteStartObject();
        json.WriteString("name"u8, method.Name);
        json.WriteString("summary"u8, method.ToString());
        json.WriteString("paramStructure"u8, "either");
        json.WriteStartArray("params"u8);
        foreach (var parameter in method.Parameters) WriteParameter(json, parameter);
        json.WriteEndArray();
        json.WriteStartObject("result"u8);
        json.WriteString("name"u8, "result");
        WriteSchema(json, method.Result);
        json.WriteEndObject();
        if (method.Streams) json.WriteBoolean("x-streams"u8, true);
        json.WriteString("x-guarantee"u8, JsonNamingPolicy.KebabCaseLower.ConvertName(method.Guarantee.ToString()));
        json.WriteEndObject();
    }

    private static void WriteParameter(Utf8JsonWriter json, ParameterDescription parameter)
    {
        json.WriteStartObject();
        json.WriteString("name"u8, parameter.Name);
        json.WriteBoolean("required"u8, !parameter.Optional);
        WriteSchema(json, parameter.Type, parameter.Default);
        if (parameter.Variadic) json.WriteBoolean("x-variadic"u8, true);
        json.WriteEndObject();
    }

    private static void WriteSchema(Utf8JsonWriter json, string type, JsonElement? defaultValue = null)
    {
        json.WriteStartObject("schema"u8);
        json.WriteString("title"u8, type);
        if (KindOf(type) is { } kind) json.WriteString("type"u8, kind);
        if (defaultValue is { } value)
        {
            json.WritePropertyName("default"u8);
            value.WriteTo(json);
        }

        json.WriteEndObject();
    }

    /// <summary>Null where JSON's kinds do not say it: a value that may be null, an enumeration, anything at all.</summary>
    private static string? KindOf(string type) => type switch
    {
        "byte" or "sbyte" or "short" or "ushort" or "int" or "uint" or "long" or "ulong" => "integer",
        "float" or "double" or "decimal" => "number",
        "string" => "string",
        "bool" => "boolean",
        "void" => "null",
        _ when type.EndsWith("[]", StringComparison.Ordinal) => "array",
        _ when type.StartsWith("map<", StringComparison.Ordinal) && type.EndsWith('>') => "object",
        _ => null,
    };
}
