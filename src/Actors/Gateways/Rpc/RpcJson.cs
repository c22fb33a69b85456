using System.Buffers;
using System.Text.Json;
using Actors.Services;

namespace Actors.Gateways.Rpc;

/// <summary>Writes the messages of JSON-RPC 2.0. Values and parameters arrive as JSON text and are copied, not parsed again.</summary>
internal static class RpcJson
{
    /// <summary>Of an error's message and stack: an error must fit into a frame, whatever was thrown.</summary>
    private const int MaxTextChars = 16 * 1024;

    private const int MaxCauses = 8;

    public static byte[] Request(RpcId id, string method, ReadOnlySpan<byte> parameters)
    {
        var output = new ArrayBufferWriter<byte>(64 + method.Length + parameters.Length);
        WriteRequest(output, id, method, parameters);
        return output.WrittenSpan.ToArray();
    }

    public static void WriteRequest(IBufferWriter<byte> output, RpcId id, string method, ReadOnlySpan<byte> parameters)
    {
        using var json = Begin(output);
        if (!id.IsAbsent)
        {
            json.WritePropertyName("id"u8);
            json.WriteRawValue(id.Json, skipInputValidation: true);
        }

        json.WriteString("method"u8, method);
        if (!parameters.IsEmpty)
        {
            json.WritePropertyName("params"u8);
            json.WriteRawValue(parameters, skipInputValidation: true);
        }

        json.WriteEndObject();
    }

    public static byte[] Result(RpcId id, ReadOnlySpan<byte> value)
    {
        var output = new ArrayBufferWriter<byte>(48 + value.Length);
        using (var json = BeginReply(output, id))
        {
            json.WritePropertyName("result"u8);
            json.WriteRawValue(value, skipInputValidation: true);
            json.WriteEndObject();
        }

        return output.WrittenSpan.ToArray();
    }

    /// <param name="maxBytes">Of the frame; texts are cut to fit.</param>
    public static byte[] Error(RpcId id, RpcProblem problem, int maxBytes)
    {
        // A character takes up to 6 bytes, as \u001f does; message, stack and causes share what the rest leaves.
        var maxChars = Math.Min(MaxTextChars, maxBytes / 32);
        var output = new ArrayBufferWriter<byte>(256);
        using (var json = BeginReply(output, id))
        {
            json.WriteStartObject("error"u8);
            json.WriteNumber("code"u8, problem.Number);
            json.WriteString("message"u8, Cut(problem.Message, maxChars));
            json.WriteStartObject("data"u8);
            json.WriteString("code"u8, problem.Code);
            if (problem.RemoteType != null) WriteThrown(json, problem, maxChars);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return output.WrittenSpan.ToArray();
    }

    /// <summary>The notification <c>rpc.item</c>.</summary>
    public static byte[] Item(RpcId id, ReadOnlySpan<byte> item)
    {
        var output = new ArrayBufferWriter<byte>(80 + item.Length);
        using (var json = Begin(output))
        {
            json.WriteString("method"u8, ReservedMethods.Item);
            json.WriteStartObject("params"u8);
            json.WritePropertyName("id"u8);
            json.WriteRawValue(id.Json, skipInputValidation: true);
            json.WritePropertyName("item"u8);
            json.WriteRawValue(item, skipInputValidation: true);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return output.WrittenSpan.ToArray();
    }

    /// <summary>A notification about one call, such as <c>rpc.cancel</c>: its id and perhaps a number.</summary>
    public static byte[] About(string method, RpcId id, string? name = null, long number = 0)
    {
        var output = new ArrayBufferWriter<byte>(80);
        using (var json = Begin(output))
        {
            json.WriteString("method"u8, method);
            json.WriteStartObject("params"u8);
            if (!id.IsAbsent)
            {
                json.WritePropertyName("id"u8);
                json.WriteRawValue(id.Json, skipInputValidation: true);
            }

            if (name != null) json.WriteNumber(name, number);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return output.WrittenSpan.ToArray();
    }

    private static Utf8JsonWriter BeginReply(IBufferWriter<byte> output, RpcId id)
    {
        var json = Begin(output);
        json.WritePropertyName("id"u8);
        json.WriteRawValue(id.Json, skipInputValidation: true);
        return json;
    }

    private static Utf8JsonWriter Begin(IBufferWriter<byte> output)
    {
        var json = new Utf8JsonWriter(output, ServiceJson.Writing);
        json.WriteStartObject();
        json.WriteString("jsonrpc"u8, RpcMessageReader.Version);
        return json;
    }

    private static void WriteThrown(Utf8JsonWriter json, RpcProblem problem, int maxChars)
    {
        json.WriteString("type"u8, Cut(problem.RemoteType!, Math.Min(256, maxChars)));
        json.WriteString("stack"u8, Cut(problem.RemoteStack ?? "", maxChars));
        if (problem.RemoteCauses.Count == 0) return;
        json.WriteStartArray("causes"u8);
        foreach (var cause in problem.RemoteCauses.Take(MaxCauses)) json.WriteStringValue(Cut(cause, maxChars / MaxCauses));
        json.WriteEndArray();
    }

    /// <summary>Cut, and never in the middle of a pair of surrogates.</summary>
    private static string Cut(string text, int maxChars)
    {
        if (text.Length <= maxChars) return text;
        return text[..(char.IsHighSurrogate(text[maxChars - 1]) ? maxChars - 1 : maxChars)];
    }
}
