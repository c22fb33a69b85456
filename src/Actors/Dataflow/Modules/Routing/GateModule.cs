using System.ComponentModel.DataAnnotations;
using Actors.Dataflow.Values;

namespace Actors.Dataflow.Modules.Routing;

/// <summary>Settings of <c>gate</c>.</summary>
public sealed record GateSettings
{
    /// <summary>Whether it is open at first.</summary>
    public bool Open { get; init; } = true;

    /// <summary>Events that wait while it is shut; more are errors of the kind <see cref="FlowErrorKind.RateExceeded"/>.</summary>
    [Range(0, 1_000_000)]
    public int Limit { get; init; } = 10_000;
}

/// <summary>Controls a flow: an event at the inbox <c>control</c> shuts the gate (<c>close</c>) or opens it (<c>open</c>). What waits goes on in its order, also when the flow ends.</summary>
[FlowModule("gate", "Lets events pass while it is open; events at the inbox control open and close it.", Inboxes = ["inbox", "control"])]
public sealed class GateModule(GateSettings settings) : FlowModule
{
    private readonly Queue<FlowEvent> _waiting = new();
    private bool _isOpen = settings.Open;

    protected override async ValueTask HandleAsync(FlowEvent item, string inbox, CancellationToken cancel)
    {
        if (inbox == "control")
        {
            _isOpen = EventPath.Data.ReadText(item)?.Trim() switch
            {
                "open" => true,
                "close" => false,
                var other => throw new FlowException(FlowErrorKind.MalformedData, $"'{other}' tells a gate nothing; expected: open or close"),
            };
            if (_isOpen) await FlushAsync(cancel);
            return;
        }

        if (_isOpen && _waiting.Count == 0)
        {
            await SendAsync(item);
            return;
        }

        if (_waiting.Count >= settings.Limit) throw new FlowException(FlowErrorKind.RateExceeded, $"the gate is shut and {_waiting.Count} events wait already");
        _waiting.Enqueue(item);
    }

    protected override async ValueTask FlushAsync(CancellationToken cancel)
    {
        while (_waiting.TryDequeue(out var item)) await SendAsync(item);
    }
}
