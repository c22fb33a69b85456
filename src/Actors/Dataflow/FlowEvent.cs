using System.Text.Json;
using Actors.Dataflow.Data;

namespace Actors.Dataflow;

/// <summary>
/// What travels through a flow. Immutable, so that a copy for each outbox is the event itself: who changes something makes a new one with the same id
/// (<c>with</c>, or <see cref="WithData"/>).
/// </summary>
public sealed record FlowEvent
{
    private readonly object? _data;

    public FlowEvent(EventId id, object? data = null)
    {
        Id = id;
        Data = data;
    }

    /// <summary>The same for all that becomes of an event; it cannot be changed.</summary>
    public EventId Id { get; }

    /// <summary>
    /// Text (<see cref="string"/>), JSON (<see cref="JsonElement"/>), XML (<see cref="XmlData"/>), bytes (<see cref="ReadOnlyMemory{T}"/>), null, or an object of the program's own, to be treated as
    /// immutable. What is given as <c>JsonNode</c>, <c>XElement</c> or <c>byte[]</c> is copied into one of these.
    /// </summary>
    public object? Data
    {
        get => _data;
        init => _data = FlowData.Frozen(value);
    }

    public DataKind Kind => FlowData.KindOf(_data);

    /// <summary>Facts beside the data, by path.</summary>
    public FlowAttributes Attributes { get; init; } = FlowAttributes.Empty;

    /// <summary>Set: the event failed, and is on its way through error edges.</summary>
    public FlowError? Error { get; init; }

    /// <summary>The request that the event came with, or the reply that it is to be; null for what has nothing to do with HTTP.</summary>
    public HttpExchange? Http { get; init; }

    public DateTimeOffset Created { get; init; }

    /// <summary>How often the event has passed an edge that closes a circle; the flow's <c>ttl</c> is the limit.</summary>
    public int Laps { get; init; }

    /// <summary>The data as text.</summary>
    /// <exception cref="FlowException">They cannot be written as such (<see cref="FlowErrorKind.MalformedData"/>).</exception>
    public string Text => FlowData.ToText(_data);

    /// <summary>The data as JSON.</summary>
    /// <inheritdoc cref="Text"/>
    public JsonElement Json => FlowData.ToJson(_data);

    /// <summary>The data as XML.</summary>
    /// <inheritdoc cref="Text"/>
    public XmlData Xml => FlowData.ToXml(_data);

    /// <summary>The data as bytes; text, JSON and XML as UTF-8.</summary>
    /// <inheritdoc cref="Text"/>
    public ReadOnlyMemory<byte> Bytes => FlowData.ToBytes(_data);

    public FlowEvent WithData(object? data) => this with { Data = data };

    /// <summary>Sets an attribute by its path, for example <c>customer/name</c>.</summary>
    public FlowEvent WithAttribute(string path, object? value) => this with { Attributes = Attributes.Set(path, value) };

    public FlowEvent WithError(FlowError? error) => this with { Error = error };

    /// <summary>The same event with its data in another form.</summary>
    /// <inheritdoc cref="Text"/>
    public FlowEvent As(DataKind kind) => kind == Kind ? this : WithData(FlowData.Convert(_data, kind));

    public override string ToString() => $"{Id} {Kind}{(Error is null ? "" : $" {Error.Kind}")}";
}
