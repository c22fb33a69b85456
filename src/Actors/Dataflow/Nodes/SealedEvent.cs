using Actors.Dataflow.Data;
using Actors.Dataflow.Wire;
using Google.Protobuf;

namespace Actors.Dataflow.Nodes;

/// <summary>The data of an event that leaves its process: the whole event, as a frame. Made by who sends it, so that what cannot be sent is that actor's error.</summary>
internal sealed record SealedEvent(ByteString Frame)
{
    /// <exception cref="FlowException">It is too large, or its data are an object that cannot be written.</exception>
    public static FlowEvent Seal(FlowEvent item, int maxBytes)
    {
        var frame = FrameQueue.FrameOf(EventCodec.Write(item));
        return frame.Length <= maxBytes
            ? new FlowEvent(item.Id, new SealedEvent(frame))
            : throw new FlowException(FlowErrorKind.TooLarge, $"the event has {frame.Length} bytes, and {maxBytes} is what may go to another node");
    }

    /// <summary>Seals what failed; the error arrives in any case, if need be without what it is about.</summary>
    public static FlowEvent SealError(FlowEvent item, int maxBytes)
    {
        try
        {
            return Seal(item, maxBytes);
        }
        catch (FlowException failure)
        {
            var error = item.Error ?? new FlowError(failure.Kind, "", []);
            return Seal(new FlowEvent(item.Id) { Created = item.Created, Error = error with { Messages = [.. error.Messages, $"the event itself cannot come with its error: {failure.Message}"] } }, int.MaxValue);
        }
    }

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
