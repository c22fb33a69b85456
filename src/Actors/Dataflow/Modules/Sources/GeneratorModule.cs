using System.ComponentModel.DataAnnotations;

namespace Actors.Dataflow.Modules.Sources;

/// <summary>Settings of <c>generator</c>.</summary>
public sealed record GeneratorSettings
{
    /// <summary>Between two rounds; 0: as fast as the flow takes them.</summary>
    [Range(typeof(TimeSpan), "0", "366")]
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Before the first round.</summary>
    [Range(typeof(TimeSpan), "0", "366")]
    public TimeSpan Delay { get; init; }

    /// <summary>Rounds altogether; null: without end. 0: only what comes in makes events.</summary>
    [Range(0, 1L << 50)]
    public long? Count { get; init; }

    /// <summary>Events of one round.</summary>
    [Range(1, 100_000)]
    public int Burst { get; init; } = 1;

    public MadeEvent Event { get; init; } = new();
}

/// <summary>Makes events in an interval, and one more for each event that comes in. Each has its number in the attribute <c>number</c>, from 0.</summary>
[FlowModule("generator", "Makes events in an interval; each event that comes in makes one too.", Inboxes = ["inbox?"])]
public sealed class GeneratorModule(GeneratorSettings settings) : FlowModule
{
    private readonly EventMaker _maker = new(settings.Event);

    protected override async Task RunAsync(CancellationToken stopping)
    {
        var (start, next) = (Time.GetTimestamp(), settings.Delay);
        await WaitAsync(start, next, stopping);
        for (var round = 0L; round < (settings.Count ?? long.MaxValue); round++)
        {
            stopping.ThrowIfCancellationRequested();
            if (round > 0)
            {
                next = After(next, Time.GetElapsedTime(start));
                await WaitAsync(start, next, stopping);
            }

            for (var each = 0; each < settings.Burst && !stopping.IsCancellationRequested; each++) await MakeAsync();
        }
    }

    protected override ValueTask HandleAsync(FlowEvent item, string inbox, CancellationToken cancel) => MakeAsync();

    private ValueTask MakeAsync()
    {
        var made = _maker.Make(NewEvent());
        return settings.Event.Error ? SendErrorAsync(made, EventMaker.ErrorOf(Name)) : SendAsync(made);
    }

    // Rounds keep their distance from the first one; those that nobody had time for are left out.
    private TimeSpan After(TimeSpan last, TimeSpan now) =>
        settings.Interval == TimeSpan.Zero ? last : last + settings.Interval * Math.Max(1, Math.Ceiling((now - last) / settings.Interval));

    private async Task WaitAsync(long start, TimeSpan until, CancellationToken stopping)
    {
        while (until - Time.GetElapsedTime(start) is var pause && pause > TimeSpan.Zero) await ModuleTimer.PauseAsync(Time, pause, stopping);
    }
}
