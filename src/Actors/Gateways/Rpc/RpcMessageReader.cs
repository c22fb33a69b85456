using System.Text.Json;
using System.Text.Unicode;

namespace Actors.Gateways.Rpc;

/// <summary>Reads the requests of a frame in one pass. It never throws for what a peer wrote; parameters stay JSON text until the method is known.</summary>
internal static class RpcMessageReader
{
    public const string Version = "2.0";

    public static RpcMessage Read(byte[] body, int maxBatch, int maxDepth)
    {
        // The JSON reader looks at the inside of strings only when they are taken out, which for parameters is much later.
        if (!Utf8.IsValid(body)) return Unreadable("is not UTF-8");
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = maxDepth });
        try
        {
            reader.Read();
            var message = reader.TokenType == JsonTokenType.StartArray
                ? ReadBatch(ref reader, body, maxBatch)
                : new RpcMessage([ReadEntry(ref reader, body)], IsBatch: false, Fault: null);
            if (message.Fault == null) reader.Read(); // throws where text follows the message
            return message;
        }
        catch (JsonException malformed)
        {
            return Unreadable(malformed.Message);
        }
    }

    private static RpcMessage Unreadable(string why) => new([], IsBatch: false, new RpcProblem(RpcCodes.ParseError, ErrorCodes.Invalid, $"the frame's JSON {why}"));

    private static RpcMessage ReadBatch(ref Utf8JsonReader reader, byte[] body, int maxBatch)
    {
        var entries = new List<RpcEntry>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (entries.Count == maxBatch)
                return new RpcMessage([], IsBatch: false, new RpcProblem(RpcCodes.InvalidRequest, ErrorCodes.TooLarge, $"a batch holds at most {maxBatch} messages"));
            entries.Add(ReadEntry(ref reader, body));
        }

        return entries.Count == 0
            ? new RpcMessage([], IsBatch: false, new RpcProblem(RpcCodes.InvalidRequest, ErrorCodes.Invalid, "a batch holds at least one message"))
            : new RpcMessage(entries, IsBatch: true, Fault: null);
    }

    private static RpcEntry ReadEntry(ref Utf8JsonReader reader, byte[] body)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return RpcEntry.Wrong("a message is an object");
        }

        var fields = new Fields();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName) fields.Take(ref reader, body);
        return fields.ToEntry();
    }

    /// <summary>The members of one message, as far as they are known.</summary>
    private struct Fields
    {
        private bool _version;
        private string? _method;
        private RpcId _id;
        private ReadOnlyMemory<byte> _params;
        private string? _wrong;

        public void Take(ref Utf8JsonReader reader, byte[] body)
        {
            if (reader.ValueTextEquals("jsonrpc"u8)) TakeVersion(ref reader);
            else if (reader.ValueTextEquals("method"u8)) TakeMethod(ref reader);
            else if (reader.ValueTextEquals("id"u8)) TakeId(ref reader, body);
            else if (reader.ValueTextEquals("params"u8)) TakeParams(ref reader, body);
            else
            {
                reader.Read();
                reader.Skip(); // members that a later version may add
            }
        }

        public readonly RpcEntry ToEntry()
        {
            if (_wrong != null) return RpcEntry.Wrong(_wrong, _id);
            if (!_version) return RpcEntry.Wrong("jsonrpc: expected \"2.0\"", _id);
            return _method == null ? RpcEntry.Wrong("method: expected a name", _id) : new RpcEntry(_id, _method, _params, Fault: null);
        }

        private void TakeVersion(ref Utf8JsonReader reader)
        {
            reader.Read();
            _version = reader.TokenType == JsonTokenType.String && reader.ValueTextEquals(Version);
            reader.Skip();
        }

        private void TakeMethod(ref Utf8JsonReader reader)
        {
            reader.Read();
            if (_method != null) _wrong ??= "method: given twice";
            else if (reader.TokenType != JsonTokenType.String) _wrong ??= "method: expected a string";
            else if (!TryText(ref reader, out _method)) _wrong ??= "method: not a text";
            reader.Skip();
        }

        private static bool TryText(ref Utf8JsonReader reader, out string? text)
        {
            try
            {
                text = reader.GetString();
                return true;
            }
            catch (InvalidOperationException)
            {
                text = null; // half of a surrogate pair
                return false;
            }
        }

        private void TakeId(ref Utf8JsonReader reader, byte[] body)
        {
            reader.Read();
            var type = reader.TokenType;
            var token = Whole(ref reader, body);
            if (!_id.IsAbsent) _wrong ??= "id: given twice";
            else if (!RpcId.TryRead(type, token.Span, out _id)) _wrong ??= $"id: expected a string, a number or null of at most {RpcId.MaxBytes} bytes";
        }

        private void TakeParams(ref Utf8JsonReader reader, byte[] body)
        {
            reader.Read();
            var type = reader.TokenType;
            var token = Whole(ref reader, body);
            if (!_params.IsEmpty) _wrong ??= "params: given twice";
            else if (type is not (JsonTokenType.StartArray or JsonTokenType.StartObject)) _wrong ??= "params: expected an array or an object";
            _params = token;
        }

        /// <summary>The text of the value that the reader stands on; leaves the reader at its end.</summary>
        private static ReadOnlyMemory<byte> Whole(ref Utf8JsonReader reader, byte[] body)
        {
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            return body.AsMemory(start, (int)reader.BytesConsumed - start);
        }
    }
}
