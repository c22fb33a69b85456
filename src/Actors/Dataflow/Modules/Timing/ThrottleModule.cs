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
    private readonly long _costTicks = Math.Max(1, settings.Per.Ticks / settings.Rate);
    private readonly long _mostTicks = Math.Max(1, settings.Per.Ticks / settings.Rate) * (settings.Burst ?? settings.Rate);

    /// <summary>When the bucket is full again; each event moves it on by what it costs.</summary>
    private DateTimeOffset _full;

    protected override async ValueTask HandleAsync(FlowEvent item, string inbox, CancellationToken cancel)
    {
        var now = Time.GetUtcNow();
        if (_full < now) _full = now;
        var wait = _full.AddTicks(_costTicks - _mostTicks) - now;
        if (wait > TimeSpan.Zero && settings.Over == Overflow.Drop) return;
        if (wait > TimeSpan.Zero && settings.Over == Overflow.Error) throw new FlowException(FlowErrorKind.RateExceeded, $"more than {settings.Rate} events in {settings.Per.TotalSeconds} s");
        // Taken before the pause, so that others who come meanwhile wait behind this one.
        _full = _full.AddTicks(_costTicks);
        if (wait > TimeSpan.Zero) await Task.Delay(wait, Time, cancel);
        await SendAsync(item);
    }
}
