using Actors.Dataflow;

namespace Actors.Tests.Dataflow;

/// <summary>Holds every event until it is opened.</summary>
[FlowModule("test-gate", "For tests.", Outboxes = [])]
public sealed class Gate(Task open) : FlowModule
{
    protected override async ValueTask HandleAsync(FlowEvent item, string inbox, CancellationToken cancel) => await open;
}

[FlowModule("test-remember", "For tests.", Inboxes = [FlowModuleAttribute.Any], Outboxes = [])]
public sealed class Remember : FlowModule
{
    internal static List<FlowEvent> Events { get; } = [];

    protected override ValueTask HandleAsync(FlowEvent item, string inbox, CancellationToken cancel)
    {
        Events.Add(item);
        return ValueTask.CompletedTask;
    }
}

/// <summary>Fails with its hundredth event.</summary>
[FlowModule("test-fragile", "For tests.")]
public sealed class Fragile : FlowModule
{
    private int _handled;

    protected override ValueTask HandleAsync(FlowEvent item, string inbox, CancellationToken cancel) =>
        ++_handled < 100 ? SendAsync(item) : throw new InvalidOperationException("worn out");
}

[FlowModule("test-sum", "For tests.")]
public sealed class Sum : FlowModule
{
    private int _sum;

    protected override ValueTask HandleAsync(FlowEvent item, string inbox, CancellationToken cancel)
    {
        _sum += item.Number();
        return ValueTask.CompletedTask;
    }

    protected override ValueTask FlushAsync(CancellationToken cancel) => SendAsync(NewEvent(_sum));
}

/// <summary>Lets events go on when there are three of them.</summary>
[FlowModule("test-meeting", "For tests.")]
public sealed class Meeting : FlowModule
{
    private readonly TaskCompletionSource _complete = new();
    private int _here;

    protected override async ValueTask HandleAsync(FlowEvent item, string inbox, CancellationToken cancel)
    {
        if (++_here == 3) _complete.SetResult();
        await _complete.Task;
        await SendAsync(item);
    }
}

/// <summary>Cannot be made a number of times.</summary>
[FlowModule("test-stubborn", "For tests.")]
public sealed class Stubborn : FlowModule
{
    public Stubborn()
    {
        if (Failures-- > 0) throw new InvalidOperationException("not yet");
    }

    internal static int Failures { get; set; }
}

/// <summary>Refuses to be started, or takes its time, and marks what passes.</summary>
[FlowModule("test-fussy", "For tests.")]
public sealed class Fussy(Fussy.Settings settings) : FlowModule
{
    internal static Task Gate { get; set; } = Task.CompletedTask;

    protected override async ValueTask StartAsync(CancellationToken cancel)
    {
        if (settings.Refuses) throw new InvalidOperationException("it refuses");
        if (settings.Waits) await Gate;
    }

    protected override ValueTask HandleAsync(FlowEvent item, string inbox, CancellationToken cancel) => SendAsync(item.WithAttribute("mark", settings.Mark));

    public sealed record Settings
    {
        public bool Refuses { get; init; }

        public bool Waits { get; init; }

        public string Mark { get; init; } = "";
    }
}

/// <summary>Sends on what comes.</summary>
[FlowModule("test-step", "For tests.", Inboxes = [FlowModuleAttribute.Any], Outboxes = [FlowModuleAttribute.Any])]
public sealed class Step : FlowModule;
