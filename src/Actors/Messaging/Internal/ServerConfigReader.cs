using System.Text.Json;

namespace Actors.Messaging.Internal;

/// <summary>Reads the stream of JSON objects that names the servers; what is wrong is reported with line and column.</summary>
internal static class ServerConfigReader
{
    /// <summary>Each server has a queue and a link for each other one: thousands of them want another design.</summary>
    private const int MaxServers = 1024;

    private const int MaxBytes = 1024 * 1024;
    private static readonly JsonReaderOptions Options = new() { AllowMultipleValues = true, MaxDepth = 8 };

    public static ServerConfig Read(byte[] bytes, string source)
    {
        if (bytes.Length > MaxBytes)
            throw Wrong($"{source}: {bytes.Length} bytes are more than {MaxBytes}");
        ReadOnlySpan<byte> text = bytes;
        var start = text.StartsWith("\uFEFF"u8) ? 3 : 0;
        var servers = new List<ServerAddress>();
        var reader = new Utf8JsonReader(text[start..], Options);
        try
        {
            while (reader.Read())
            {
                var at = At(bytes, start + reader.TokenStartIndex, source);
                Add(servers, ReadServer(ref reader, at), at);
            }
        }
        catch (JsonException failure)
        {
            // The reader counts both from 0.
            throw new ActorsException(ErrorCodes.Invalid, $"{source}:{failure.LineNumber + 1}:{failure.BytePositionInLine + 1}: no JSON: {failure.Message}", failure);
        }

        return servers.Count > 0 ? new ServerConfig(servers, source) : throw Wrong($"{source}: expected objects such as {{\"Pid\": 1, \"Addr\": \"127.0.0.1:5001\"}}, found nothing");
    }

    private static ServerAddress ReadServer(ref Utf8JsonReader reader, string at)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw Wrong($"{at}: expected an object with Pid and Addr, found {Describe(reader.TokenType)}; the servers are a stream of objects, no list");
        using var server = JsonDocument.ParseValue(ref reader);
        var pid = Field(server.RootElement, "Pid", at);
        var address = Field(server.RootElement, "Addr", at);
        if (pid.ValueKind != JsonValueKind.Number || !pid.TryGetInt32(out var number) || number < 0)
            throw Wrong($"{at}: Pid {pid.GetRawText()} is no whole number from 0 to {int.MaxValue} ({Envelope.Broadcast} means all others)");
        if (address.ValueKind != JsonValueKind.String || ServerAddress.TryParse(number, address.GetString()!) is not { } parsed)
            throw Wrong($"{at}: Addr {address.GetRawText()} of pid {number} is not of the form \"host:port\"");
        return parsed;
    }

    // As Go's decoder does it: the case of names does not matter, and what else is there is left alone.
    private static JsonElement Field(JsonElement server, string name, string at)
    {
        foreach (var property in server.EnumerateObject())
            if (property.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                return property.Value;
        throw Wrong($"{at}: this server has no {name}");
    }

    private static void Add(List<ServerAddress> servers, ServerAddress server, string at)
    {
        if (servers.Find(other => other.Pid == server.Pid) is { } samePid)
            throw Wrong($"{at}: pid {server.Pid} is there twice, at {samePid} and {server}");
        if (servers.Find(other => other.Port == server.Port && other.Host.Equals(server.Host, StringComparison.OrdinalIgnoreCase)) is { } sameAddress)
            throw Wrong($"{at}: pids {sameAddress.Pid} and {server.Pid} have the same address {server}");
        if (servers.Count == MaxServers)
            throw Wrong($"{at}: more than {MaxServers} servers");
        servers.Add(server);
    }

    private static string At(ReadOnlySpan<byte> bytes, long index, string source)
    {
        var before = bytes[..(int)index];
        return $"{source}:{before.Count((byte)'\n') + 1}:{index - before.LastIndexOf((byte)'\n')}";
    }

    private static string Describe(JsonTokenType token) => token switch
    {
        JsonTokenType.StartArray => "a list",
        JsonTokenType.String => "a string",
        JsonTokenType.Number => "a number",
        _ => "something else",
    };

    private static ActorsException Wrong(string message) => new(ErrorCodes.Invalid, message);
}
