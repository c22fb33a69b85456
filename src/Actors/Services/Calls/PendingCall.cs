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

    /// <summary>When a broker last refused it.</summary>
    public TimeSpan RefusedAt { get; set; } = TimeSpan.MinValue;

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
