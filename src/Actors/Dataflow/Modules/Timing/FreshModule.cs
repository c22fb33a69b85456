using System.ComponentModel.DataAnnotations;

namespace Actors.Dataflow.Modules.Timing;

/// <summary>Settings of <c>fresh</c>.</summary>
public sealed record FreshSettings
{
    /// <summary>So long without an event is too long.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "366")]
    public required TimeSpan Silence { get; init; }

    /// <summary>The alarm again, for as long as the silence lasts; null: only once.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "366")]
    public TimeSpan? Repeat { get; init; }

    /// <summary>Data of the alarm.</summary>
    public string Alarm { get; init; } = "no events";

    /// <summary>Data of the event that says that it is over; empty: there is none.</summary>
    public string Recovery { get; init; } = "events again";
}

/// <summary>A dead man's switch: passes events on, and sends one to the outbox <c>alarm</c> when none have come for too long.</summary>
[FlowModule("fresh", "Passes events on, and raises an alarm when none come for too long.", Inboxes = [FlowModuleAttribute.Any], Outboxes = ["outbox", "alarm"])]
public sealed class FreshModule(FreshSettings settings) : FlowModule
{
    /// <summary>Since this timestamp nothing has come, and there was no alarm.</summary>
    private long _since;

    /// <summary>Until the next alarm.</summary>
    private TimeSpan _patience = settings.Silence;
    private bool _isSilent;
    private ModuleTimer? _timer;

    protected override ValueTask StartAsync(CancellationToken cancel)
    {
        _since = Time.GetTimestamp();
        var look = settings.Repeat is { } repeat && repeat < settings.Silence ? repeat : settings.Silence;
        _timer = ModuleTimer.Start(Time, look / 10, CheckAsync, failure => SendErrorAsync(NewEvent(), FlowError.Of(Name, failure)));
        return ValueTask.CompletedTask;
    }

    protected override async ValueTask HandleAsync(FlowEvent item, string inbox, CancellationToken cancel)
    {
        (_since, _patience) = (Time.GetTimestamp(), settings.Silence);
        if (_isSilent)
        {
            _isSilent = false;
            if (settings.Recovery.Length > 0) await SendAsync(NewEvent(settings.Recovery), "alarm");
        }

        await SendAsync(item, "outbox");
    }

    protected override async ValueTask FlushAsync(CancellationToken cancel)
    {
        if (_timer is not null) await _timer.IdleAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        if (_timer is not null) await _timer.DisposeAsync();
        await base.DisposeAsync();
    }

    private ValueTask CheckAsync()
    {
        if (Time.GetElapsedTime(_since) < _patience) return ValueTask.CompletedTask;
        _isSilent = true;
        (_since, _patience) = (Time.GetTimestamp(), settings.Repeat ?? TimeSpan.MaxValue);
        return SendAsync(NewEvent(settings.Alarm), "alarm");
    }
}
