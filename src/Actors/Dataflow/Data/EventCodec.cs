using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using Actors.Dataflow.Wire;
using Google.Protobuf;
using Google.Protobuf.Collections;

namespace Actors.Dataflow.Data;

/// <summary>Whole events as bytes, for other processes: id, data, attributes, HTTP side and error. See <c>dataflow.proto</c>.</summary>
internal static class EventCodec
{
    /// <exception cref="FlowException">The data are an object that cannot be written as JSON.</exception>
    public static EventMessage Write(FlowEvent item)
    {
        var message = new EventMessage { Id = WriteId(item.Id), Created = item.Created.UtcTicks, Laps = item.Laps };
        switch (item.Kind)
        {
            case DataKind.None:
                break;
            case DataKind.Text:
                message.Text = item.Text;
                break;
            case DataKind.Xml:
                message.Xml = ByteString.CopyFrom(item.Bytes.Span);
                break;
            case DataKind.Bytes:
                message.Binary = ByteString.CopyFrom(item.Bytes.Span);
                break;
            case DataKind.Value when item.Data is FlowLogLine line:
                message.Log = Write(line);
                break;
            default:
                message.Json = ByteString.CopyFromUtf8(item.Json.GetRawText());
                break;
        }

        if (item.Attributes.Count > 0) message.Attributes = Write(item.Attributes);
        if (item.Http is { } http) message.Http = Write(http);
        if (item.Error is { } error) message.Error = Write(error);
        return message;
    }

    /// <exception cref="FlowException">It is no event (<see cref="FlowErrorKind.MalformedData"/>).</exception>
    public static FlowEvent Read(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return Read(EventMessage.Parser.ParseFrom(bytes.Span));
        }
        catch (InvalidProtocolBufferException failure)
        {
            throw NoEvent(failure);
        }
    }

    /// <inheritdoc cref="Read(ReadOnlyMemory{byte})"/>
    public static FlowEvent Read(EventMessage message)
    {
        try
        {
            return new FlowEvent(ReadId(message.Id), DataOf(message))
            {
                Created = ReadTime(message.Created),
                Laps = Math.Max(0, message.Laps),
                Attributes = message.Attributes is { } attributes ? Read(attributes) : FlowAttributes.Empty,
                Http = message.Http is { } http ? Read(http) : null,
                Error = message.Error is { } error ? Read(error) : null,
            };
        }
        catch (Exception failure) when (failure is ArgumentException or FormatException or OverflowException)
        {
            throw NoEvent(failure);
        }
    }

    private static FlowException NoEvent(Exception failure) => new(FlowErrorKind.MalformedData, $"this is no event as flows send them: {failure.Message}", failure);

    private static object? DataOf(EventMessage message) => message.DataCase switch
    {
        EventMessage.DataOneofCase.Text => message.Text,
        EventMessage.DataOneofCase.Json => FlowData.ToMadeJson(message.Json.Memory),
        EventMessage.DataOneofCase.Xml => XmlData.Parse(message.Xml.Memory),
        EventMessage.DataOneofCase.Binary => message.Binary.Memory,
        EventMessage.DataOneofCase.Log => Read(message.Log),
        _ => null,
    };

    public static ByteString WriteId(EventId id)
    {
        var bytes = new byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, id.Value);
        return UnsafeByteOperations.UnsafeWrap(bytes);
    }

    /// <inheritdoc cref="Read(ReadOnlyMemory{byte})"/>
    public static EventId ReadId(ByteString bytes) => bytes.Length == 16
        ? new EventId(BinaryPrimitives.ReadUInt128BigEndian(bytes.Span))
        : throw new FlowException(FlowErrorKind.MalformedData, $"the id of an event has 16 bytes, and not {bytes.Length}");

    private static DateTimeOffset ReadTime(long ticks) => new(ticks, TimeSpan.Zero);

    private static LogLine Write(FlowLogLine line) => new()
    {
        Time = line.Time.UtcTicks,
        Level = line.Level.ToString(),
        Actor = line.Actor,
        Message = line.Message,
        About = { line.About.Select(WriteId) },
    };

    private static FlowLogLine Read(LogLine line) =>
        new(ReadTime(line.Time), Known(line.Level, FlowLogLevel.Info), line.Actor, line.Message, [.. line.About.Select(ReadId)]);

    private static TEnum Known<TEnum>(string name, TEnum other)
        where TEnum : struct, Enum =>
        Enum.TryParse<TEnum>(name, out var known) && Enum.IsDefined(known) ? known : other;

    private static AttributeMap Write(FlowAttributes attributes)
    {
        var map = new AttributeMap();
        foreach (var (name, value) in attributes.Values) map.Values.Add(name, Write(value));
        return map;
    }

    private static AttributeValue Write(object? value) => value switch
    {
        string text => new AttributeValue { Text = text },
        int whole => new AttributeValue { Whole = whole },
        long whole => new AttributeValue { Whole = whole },
        double number => new AttributeValue { Number = number },
        decimal number => new AttributeValue { Decimal = number.ToString(CultureInfo.InvariantCulture) },
        bool truth => new AttributeValue { Truth = truth },
        DateTimeOffset time => new AttributeValue { Time = time.ToString("O", CultureInfo.InvariantCulture) },
        FlowAttributes inner => new AttributeValue { Map = Write(inner) },
        ImmutableArray<object?> list => new AttributeValue { List = new AttributeList { Values = { list.Select(Write) } } },
        _ => new AttributeValue(),
    };

    private static FlowAttributes Read(AttributeMap map) => map.Values.Aggregate(FlowAttributes.Empty, (all, pair) => all.Set(pair.Key, Read(pair.Value)));

    private static object? Read(AttributeValue value) => value.ValueCase switch
    {
        AttributeValue.ValueOneofCase.Text => value.Text,
        AttributeValue.ValueOneofCase.Whole => value.Whole,
        AttributeValue.ValueOneofCase.Number => value.Number,
        AttributeValue.ValueOneofCase.Decimal => decimal.Parse(value.Decimal, CultureInfo.InvariantCulture),
        AttributeValue.ValueOneofCase.Truth => value.Truth,
        AttributeValue.ValueOneofCase.Time => DateTimeOffset.Parse(value.Time, CultureInfo.InvariantCulture),
        AttributeValue.ValueOneofCase.Map => Read(value.Map),
        AttributeValue.ValueOneofCase.List => value.List.Values.Select(Read).ToList(),
        _ => null,
    };

    private static HttpMessage Write(HttpExchange http)
    {
        var message = new HttpMessage { Method = http.Method, Path = http.Path, Cookies = { http.Cookies } };
        if (http.User is { } user) message.User = user;
        if (http.Status is { } status) message.Status = status;
        message.Query.Add(http.Query);
        message.Route.Add(http.Route);
        message.Headers.Add(http.Headers);
        message.ReplyHeaders.Add(http.ReplyHeaders);
        return message;
    }

    private static HttpExchange Read(HttpMessage message)
    {
        var http = new HttpExchange
        {
            Method = message.Method,
            Path = message.Path,
            User = message.HasUser ? message.User : null,
            Status = message.HasStatus ? message.Status : null,
            Cookies = [.. message.Cookies],
        };
        return http with
        {
            Query = http.Query.AddRange(message.Query),
            Route = http.Route.AddRange(message.Route),
            Headers = http.Headers.AddRange(message.Headers),
            ReplyHeaders = http.ReplyHeaders.AddRange(message.ReplyHeaders),
        };
    }

    public static ErrorMessage Write(FlowError error)
    {
        var message = new ErrorMessage { Kind = error.Kind.ToString(), Actor = error.Actor, Messages = { error.Messages }, Type = error.Type, Stack = error.Stack };
        if (error.Code is { } code) message.Code = code;
        message.Headers.Add(error.Headers);
        return message;
    }

    public static FlowError Read(ErrorMessage message) => new(Known(message.Kind, FlowErrorKind.Failed), message.Actor, [.. message.Messages])
    {
        Code = message.HasCode ? message.Code : null,
        Type = message.Type,
        Stack = message.Stack,
        Headers = Map(message.Headers),
    };

    private static ImmutableDictionary<string, string> Map(MapField<string, string> fields) => ImmutableDictionary<string, string>.Empty.AddRange(fields);
}
