using Google.Protobuf;

namespace Actors.Services.Hosts;

/// <summary>What a host calls: the objects behind a service.</summary>
internal interface ICallee
{
    /// <summary>Runs one call to its end, or until it gives a stream. Never throws.</summary>
    /// <param name="call">Method and arguments.</param>
    /// <param name="slot">Which of the host's slots it takes: 0 to slots - 1.</param>
    /// <param name="cancel">The call was cancelled or its deadline has passed.</param>
    ValueTask<CallOutcome> CallAsync(ServiceCall call, int slot, CancellationToken cancel);
}

/// <summary>How a call ended: one of the three.</summary>
/// <param name="Value">JSON.</param>
/// <param name="Failure">What went wrong.</param>
/// <param name="Stream">The values that come one by one, each as JSON.</param>
internal readonly record struct CallOutcome(ByteString? Value, CallFailure? Failure = null, IAsyncEnumerable<ReadOnlyMemory<byte>>? Stream = null)
{
    /// <summary>It takes a while to send: until then, or until little enough is under way, the slot takes no other call.</summary>
    public bool KeepsSlot => Stream is not null || Value?.Length > ServicesSettings.InlineBytes;
}
