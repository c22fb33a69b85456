using Actors.Dataflow.Data;
using Actors.Dataflow.Wire;
using Google.Protobuf;

namespace Actors.Dataflow.Nodes;

/// <summary>The data of an event that leaves its process: the whole event, as a frame. Made by who sends it, so that what cannot be sent is that actor's error.</summary>
internal sealed record SealedEvent(ByteString Frame)
{
    /// <summary>What an error may have although <see cref="DirectorOptions.MaxEventBytes"/> is less.</summary>
    private const int MaxErrorBytes = 64 * 1024;

    // A character has at most three bytes.
    private const int MaxErrorText = MaxErrorBytes / 8;

    /// <exception cref="FlowException">It is too large, or its data are an object that cannot be written.</exception>
    public static FlowEvent Seal(FlowEvent item, int maxBytes) => new(item.Id, new SealedEvent(FrameQueue.FrameOf(Write(item, maxBytes))));

    /// <inheritdoc cref="Seal"/>
    public static EventMessage Write(FlowEvent item, int maxBytes)
    {
        var message = EventCodec.Write(item);
        return message.CalculateSize() is var size && size <= maxBytes
            ? message
            : throw new FlowException(FlowErrorKind.TooLarge, $"the event has {size} bytes, and {maxBytes} is what may go to another node");
    }

    /// <summary>What there can be of one event on an edge.</summary>
    public static int Limit(int maxBytes) => Math.Max(maxBytes, MaxErrorBytes);

    /// <summary>Seals what failed; the error arrives in any case, if need be without what it is about and shortened.</summary>
    public static FlowEvent SealError(FlowEvent item, int maxBytes)
    {
        try
        {
            return Seal(item, maxBytes);
        }
        catch (FlowException failure)
        {
            var error = item.Error ?? new FlowError(failure.Kind, "", []);
            var why = $"the event itself cannot come with its error: {failure.Message}";
            var told = new FlowEvent(item.Id) { Created = item.Created, Error = error with { Messages = [.. error.Messages, why] } };
            var shortened = new FlowError(error.Kind, error.Actor, [Start(error.Message), Start(why)]) { Type = Start(error.Type) };
            return EventCodec.Write(told).CalculateSize() <= Limit(maxBytes) ? Seal(told, Limit(maxBytes)) : Seal(told with { Error = shortened }, Limit(maxBytes));
        }
    }

    private static string Start(string text) => text.Length <= MaxErrorText ? text : text[..MaxErrorText];

    /// <summary>The event of a frame without its length.</summary>
    public static FlowEvent Open(ReadOnlyMemory<byte> bytes) => Read(() => EventCodec.Read(bytes));

    public static FlowEvent Open(EventMessage message) => Read(() => EventCodec.Read(message));

    private static FlowEvent Read(Func<FlowEvent> read)
    {
        try
        {
            return read();
        }
        catch (FlowException failure)
        {
            return new FlowEvent(default, new UnreadableEvent(failure));
        }
    }
}

/// <summary>The data of an event that came from another node and could not be read: an error of who receives it.</summary>
internal sealed record UnreadableEvent(FlowException Failure);
