using System.ComponentModel.DataAnnotations;

namespace Actors.Dataflow.Modules.Timing;

/// <summary>Settings of <c>throttle</c>.</summary>
public sealed record ThrottleSettings
{
    /// <summary>Events in each period.</summary>
    [Range(1, 10_000_000)]
    public required int Rate { get; init; }

    [Range(typeof(TimeSpan), "00:00:00.001", "1")]
    public TimeSpan Per { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Events that may pass at once after a pause; null: as many as in a period.</summary>
    [Range(1, 10_000_000)]
    public int? Burst { get; init; }

    /// <summary>What becomes of those that are too many.</summary>
    public Overflow Over { get; init; } = Overflow.Wait;
}

/// <summary>What becomes of events that are too many.</summary>
public enum Overflow
{
    /// <summary>They wait, and with them those before them in the flow.</summary>
    Wait,

    /// <summary>They are errors of the kind <see cref="FlowErrorKind.RateExceeded"/>.</summary>
    Error,

    Drop,
}

/// <summary>Lets so many events pass in a period, and no more.</summary>
[FlowModule("throttle", "Lets so many events pass in a period.", Inboxes = [FlowModuleAttribute.Any])]
public sealed class ThrottleModule(ThrottleSettings settings) : FlowModule
{
    private readonly TimeSpan _cost = TimeSpan.FromTicks(Math.Max(1, settings.Per.Ticks / settings.Rate));
    private readonly TimeSpan _most = TimeSpan.FromTicks(Math.Max(1, settings.Per.Ticks / settings.Rate) * (settings.Burst ?? settings.Rate));
    private long _start;

    /// <summary>When the bucket is full again, after the start; each event moves it on by what it costs.</summary>
    private TimeSpan _full;

    protected override ValueTask StartAsync(CancellationToken cancel)
    {
        _start = Time.GetTimestamp();
        return ValueTask.CompletedTask;
    }

    protected override async ValueTask HandleAsync(FlowEvent item, string inbox, CancellationToken cancel)
    {
        var now = Time.GetElapsedTime(_start);
        if (_full < now) _full = now;
        var wait = _full + _cost - _most - now;
        if (wait > TimeSpan.Zero && settings.Over == Overflow.Drop) return;
        if (wait > TimeSpan.Zero && settings.Over == Overflow.Error) throw new FlowException(FlowErrorKind.RateExceeded, $"more than {settings.Rate} events in {settings.Per.TotalSeconds} s");
        // Taken before the pause, so that others who come meanwhile wait behind this one.
        _full += _cost;
        if (wait > TimeSpan.Zero) await Task.Delay(wait, Time, cancel);
        await SendAsync(item);
    }
}
