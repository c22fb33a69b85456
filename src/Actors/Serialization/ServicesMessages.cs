using Actors.Services;

namespace Actors.Serialization;

/// <summary>The messages of services.proto.</summary>
internal static class ServicesMessages
{
    public static WireMessage[] All { get; } =
    [
        WireMessage.Of("V1", CallBatch.Parser),
        WireMessage.Of("V2", RunBatch.Parser),
        WireMessage.Of("V3", ReplyBatch.Parser),
        WireMessage.Of("V4", HostReport.Parser),
        WireMessage.Of("V5", CheckCalls.Parser),
        WireMessage.Of("V6", CallsKnown.Parser),
        WireMessage.Of("V7", CancelCalls.Parser),
        WireMessage.Of("V8", StopRuns.Parser),
        WireMessage.Of("V9", RepeatReply.Parser),
        WireMessage.Of("V10", RegisterHost.Parser),
        WireMessage.Of("V11", HostAccepted.Parser),
        WireMessage.Of("V12", HostDismissed.Parser),
        WireMessage.Of("V13", GetReply.Parser),
        WireMessage.Of("V14", ReplyShown.Parser),
        WireMessage.Of("V15", ListServices.Parser),
        WireMessage.Of("V16", ServicesListed.Parser),
        WireMessage.Of("V17", ServiceRequestFailed.Parser),
        WireMessage.Of("V18", Relay.Parser),
        WireMessage.Of("V19", ReturnRuns.Parser),
        WireMessage.Of("V20", FetchArguments.Parser),
        WireMessage.Of("V21", ProlongRun.Parser),
        WireMessage.Of("V22", HandKept.Parser),
        WireMessage.Of("V23", KeptTaken.Parser),
    ];
}
