using System.Collections.Concurrent;

namespace Actors.Services.Hosts;

/// <summary>
/// Runs a host's calls in its slots. A slot that is free takes the next call that waits, and goes on to the one after it on the same thread, so that a flood of short calls
/// costs no switch of threads. The slot that has been free for longest is first.
/// </summary>
internal sealed class CallRunner
{
    private readonly ICallee _callee;
    private readonly CallThreads _threads;
    private readonly TimeProvider _time;
    private readonly Action<EndedCall> _ended;
    private readonly ConcurrentQueue<HeldCall> _waiting = new();
    private readonly ConcurrentQueue<int> _freeSlots;

    /// <param name="callee">What is called.</param>
    /// <param name="slots">Calls at a time.</param>
    /// <param name="threads">Where.</param>
    /// <param name="time">For how long calls take.</param>
    /// <param name="ended">Gets each call's end, on any thread.</param>
    public CallRunner(ICallee callee, int slots, CallThreads threads, TimeProvider time, Action<EndedCall> ended)
    {
        (_callee, _threads, _time, _ended) = (callee, threads, time, ended);
        _freeSlots = new ConcurrentQueue<int>(Enumerable.Range(0, slots));
    }

    public void Add(HeldCall call)
    {
        _waiting.Enqueue(call);
        StartOne();
    }

    /// <summary>What a call gave that kept its slot has been sent.</summary>
    public void Free(int slot) => _threads.Run(() => Work(slot));

    private void StartOne()
    {
        if (_freeSlots.TryDequeue(out var slot))
            _threads.Run(() => Work(slot));
    }

    private void Work(int slot)
    {
        while (_waiting.TryDequeue(out var call))
        {
            var cancel = new CancellationTokenSource();
            if (!call.TryBegin(cancel))
            {
                cancel.Dispose();
                continue;
            }

            var began = _time.GetTimestamp();
            var outcome = _callee.CallAsync(call.Call, slot, cancel.Token);
            if (!outcome.IsCompleted)
            {
                _ = GoOnAsync(outcome, call, slot, began);
                return;
            }

            if (!End(call, outcome.Result, slot, began))
                return;
        }

        _freeSlots.Enqueue(slot);
        // A call may have come between the look and this line.
        if (!_waiting.IsEmpty)
            StartOne();
    }

    private async Task GoOnAsync(ValueTask<CallOutcome> running, HeldCall call, int slot, long began)
    {
        var outcome = await running.ConfigureAwait(false);
        if (End(call, outcome, slot, began))
            _threads.Run(() => Work(slot)); // the next method may block, and this is a thread of the pool
    }

    /// <returns>False: what it gave keeps the slot.</returns>
    private bool End(HeldCall call, CallOutcome outcome, int slot, long began)
    {
        _ended(new EndedCall(call, outcome, slot, _time.GetElapsedTime(began)));
        return !outcome.KeepsSlot;
    }
}

/// <summary>A call has ended, or has given a stream.</summary>
internal sealed record EndedCall(HeldCall Call, CallOutcome Outcome, int Slot, TimeSpan Took);
