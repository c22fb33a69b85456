using Actors.Dataflow.Wire;

namespace Actors.Serialization;

/// <summary>The messages of flows.proto. (Orders, reports and events are frames in links, no messages of their own.)</summary>
internal static class DataflowMessages
{
    public static WireMessage[] All { get; } =
    [
        WireMessage.Of("F1", OpenPart.Parser),
        WireMessage.Of("F2", EdgeProgress.Parser),
    ];
}
