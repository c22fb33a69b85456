using Actors.Services;
using Actors.Services.Brokers;
using Actors.Services.Methods;
using Google.Protobuf;

namespace Actors.Gateways.Rpc;

/// <summary>The limits and times that the methods of a server's object declare: the rules of the services of a cluster, for one process. Thread-safe.</summary>
internal sealed class MethodLimits : IDisposable
{
    private readonly Lock _gate = new(); // guards _limits, _waiting and _refillAt
    private readonly CallLimits _limits = new();
    private readonly Dictionary<CallRecord, TaskCompletionSource> _waiting = [];
    private readonly LimitRules _rules;
    private readonly TimeProvider _time;
    private readonly long _began;
    private readonly ITimer _refill;
    private TimeSpan? _refillAt;

    public MethodLimits(ServiceShape shape, TimeProvider time)
    {
        (_rules, _time, _began) = (new LimitRules(shape), time, time.GetTimestamp());
        _limits.Set(_rules, TimeSpan.Zero);
        _refill = time.CreateTimer(_ => Refill(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    private TimeSpan Now => _time.GetElapsedTime(_began);

    /// <summary>Null: it declares none.</summary>
    public TimeSpan? TimeoutOf(string method) => _rules.TimeoutOf(method) is { Ticks: > 0 } timeout ? timeout : null;

    /// <summary>Waits until the call may begin.</summary>
    /// <returns>To be disposed of when the method has ended, its stream included; null when it is under no limit.</returns>
    public async Task<IDisposable?> EnterAsync(string method, Arguments arguments, CancellationToken cancel)
    {
        if (!_rules.HasLimits)
            return null;
        var message = new ServiceCall { Method = method, Arguments = UnsafeByteOperations.UnsafeWrap(arguments.Positional), NamedArguments = UnsafeByteOperations.UnsafeWrap(arguments.Named) };
        var names = _rules.LimitsOf(message);
        if (names.Count == 0)
            return null;
        var call = new CallRecord(default, message, "", "", Now);
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            _waiting.Add(call, entered);
            _limits.Add(call, names, Now);
            Admit();
        }

        try
        {
            await entered.Task.WaitAsync(cancel).ConfigureAwait(false);
            return new Permit(this, call);
        }
        catch (OperationCanceledException)
        {
            Leave(call);
            throw;
        }
    }

    public void Dispose() => _refill.Dispose();

    private void Leave(CallRecord call)
    {
        lock (_gate)
        {
            if (_waiting.Remove(call))
                _limits.Remove(call, Now);
            else
                _limits.Leave(call, Now);
            Admit();
        }
    }

    private void Refill()
    {
        lock (_gate)
        {
            _refillAt = null;
            Admit();
        }
    }

    private void Admit()
    {
        while (_limits.TryTake(Now, static _ => true, out var call))
        {
            _waiting.Remove(call, out var entered);
            entered!.SetResult();
        }

        if (_limits.NextRefill is not { } next || next == _refillAt)
            return;
        _refillAt = next;
        // A timer of whole milliseconds may be early: it would look in vain, and again.
        var wait = next - Now + TimeSpan.FromMilliseconds(1);
        _refill.Change(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    private sealed class Permit(MethodLimits limits, CallRecord call) : IDisposable
    {
        private int _isOver;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isOver, 1) == 0)
                limits.Leave(call);
        }
    }
}
