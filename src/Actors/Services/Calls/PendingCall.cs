using Actors.Services.Methods;
using Actors.Services.Transfers;
using Google.Protobuf;

namespace Actors.Services.Calls;

/// <summary>A call whose caller waits. Made by the caller's thread; from then on the client's actor alone changes it.</summary>
/// <param name="id">The call's.</param>
/// <param name="service">Which service.</param>
/// <param name="call">What to send.</param>
/// <param name="timeout">How long the caller waits; a kept call's only for being accepted. Zero: for ever.</param>
internal sealed class PendingCall(CallId id, string service, ServiceCall call, TimeSpan timeout)
{
    public CallId Id { get; } = id;

    public string Service { get; } = service;

    /// <summary>Not changed once it has been sent, but replaced.</summary>
    public ServiceCall Call { get; set; } = call;

    public TimeSpan Timeout { get; set; } = timeout;

    /// <summary>Arguments that do not fit a message: they stay here until there is a reply, for each host that comes for them. None: all is in the call.</summary>
    public Arguments Large { get; set; }

    public bool IsKept => Call.KeepMs > 0;

    /// <summary>Another caller waits for the same call, and behind it perhaps one more.</summary>
    public PendingCall? Joined { get; set; }

    /// <summary>Completed with a value, a stream's start, a failure, or that the call was accepted.</summary>
    public TaskCompletionSource<CallReply> Reply { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Through which it came.</summary>
    public CallInbox? Inbox { get; set; }

    public int SizeBytes { get; } = call.Arguments.Length + call.NamedArguments.Length + call.Method.Length + (call.Placement?.CalculateSize() ?? 0) + 64;

    public TimeSpan Began { get; set; }

    /// <summary>When to send it again; <see cref="TimeSpan.MaxValue"/>: it has been sent.</summary>
    public TimeSpan SendAt { get; set; } = TimeSpan.MaxValue;

    public bool WasSent { get; set; }

    public TimeSpan CheckAt { get; set; }

    public int ChecksMissed { get; set; }

    /// <summary>Since when there has been no broker that takes it.</summary>
    public TimeSpan HomelessSince { get; set; }

    /// <summary>A large reply is on its way by a link.</summary>
    public bool IsFetching { get; set; }

    /// <summary>When a broker last refused it.</summary>
    public TimeSpan RefusedAt { get; set; } = TimeSpan.MinValue;

    /// <summary>A call with arguments of whatever size.</summary>
    public static PendingCall Of(string service, ServiceCall call, Arguments arguments, TimeSpan timeout)
    {
        var id = CallId.FromWire(call.CallId);
        var isLarge = arguments.Bytes > ServicesSettings.InlineBytes;
        var shown = isLarge ? ArgumentOutline.Of(arguments) : arguments;
        call.Arguments = UnsafeByteOperations.UnsafeWrap(shown.Positional);
        call.NamedArguments = UnsafeByteOperations.UnsafeWrap(shown.Named);
        if (isLarge)
            call.Large = new LargeArguments { PositionalBytes = arguments.Positional.Length, NamedBytes = arguments.Named.Length };
        return new PendingCall(id, service, call, timeout) { Large = isLarge ? arguments : default };
    }

    /// <summary>Takes over what is known of the call from another caller, who waits no more.</summary>
    public void Follow(PendingCall first)
    {
        (Call, Large, WasSent, SendAt, CheckAt, ChecksMissed) = (first.Call, first.Large, first.WasSent, first.SendAt, first.CheckAt, first.ChecksMissed);
        (HomelessSince, RefusedAt, IsFetching) = (first.HomelessSince, first.RefusedAt, first.IsFetching);
    }

    /// <summary>Ends the caller's wait, if it still waits.</summary>
    public void Finish(CallReply reply)
    {
        Inbox?.Returns();
        if (!Reply.TrySetResult(reply))
            Inbox?.HasReturned();
    }

    /// <summary>For the caller.</summary>
    public async Task<CallReply> WaitAsync()
    {
        var reply = await Reply.Task.ConfigureAwait(false);
        Inbox?.HasReturned();
        return reply;
    }
}
