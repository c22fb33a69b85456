using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Actors.Client;
using Actors.Dataflow.Data;
using Actors.Dataflow.Values;
using Actors.Services;
using Actors.Services.Methods;
using Actors.Services.Proxies;

namespace Actors.Dataflow.Modules.Cloud;

/// <summary>Settings of <c>call-service</c>.</summary>
public sealed record CallServiceSettings
{
    public required FlowTemplate Service { get; init; }

    public required FlowTemplate Method { get; init; }

    /// <summary>Where the arguments are: a list has them in turn, an object by name, anything else is the only one, and nothing is none.</summary>
    public EventPath Arguments { get; init; } = EventPath.Data;

    /// <summary>Where the result goes.</summary>
    public EventPath Result { get; init; } = EventPath.Data;

    /// <summary>How long one call may take; null: as the service or the client has it.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "7")]
    public TimeSpan? CallLimit { get; init; }

    /// <summary>Higher goes first.</summary>
    public int Priority { get; init; }
}

/// <summary>Calls a method of a service for each event; what it returns becomes the data, as JSON; the items of a stream are a list. With <c>concurrency</c> many run at a time.</summary>
[FlowModule("call-service", "Calls a method of a service for each event; the result becomes the data.", Inboxes = [FlowModuleAttribute.Any], Needs = [typeof(ComputeCloud)])]
public sealed class CallServiceModule(CallServiceSettings settings) : CloudModule
{
    protected override async Task<FlowEvent> DoAsync(FlowEvent item, CancellationToken cancel)
    {
        var (service, method) = (settings.Service.Render(item), settings.Method.Render(item));
        var options = CallOptions.Default with { Timeout = settings.CallLimit, Priority = settings.Priority };
        try
        {
            var result = await Cloud.Services.InvokeAsync(service, method, Arguments.Of(ArgumentsOf(settings.Arguments.Read(item))), options, cancel);
            return settings.Result.Set(item, await ResultReader.ReadAsync<JsonElement>(method, result, cancel));
        }
        catch (RemoteException failure)
        {
            throw new FlowException(FlowErrorKind.Failed, $"{service}.{method} threw {failure.RemoteType}: {failure.Message}", failure) { Code = ErrorCodes.Failed };
        }
    }

    private static ReadOnlyMemory<byte> ArgumentsOf(object? value) => value switch
    {
        null => default,
        JsonElement { ValueKind: JsonValueKind.Array or JsonValueKind.Object or JsonValueKind.Null } json => FlowData.ToBytes(json),
        // A text that is a list or an object is meant as such: it came so from outside.
        string text when text.AsSpan().TrimStart() is ['[' or '{', ..] => FlowData.ToBytes(FlowData.ToJson(text)),
        IEnumerable<object?> list => JsonSerializer.SerializeToUtf8Bytes(JsonValues.Node(list)),
        _ => JsonSerializer.SerializeToUtf8Bytes(new[] { value is XmlData or ReadOnlyMemory<byte> ? FlowData.ToText(value) : value }),
    };
}
