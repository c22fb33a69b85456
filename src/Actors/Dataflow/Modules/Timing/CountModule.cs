using System.ComponentModel.DataAnnotations;
using Actors.Dataflow.Values;

namespace Actors.Dataflow.Modules.Timing;

/// <summary>Settings of <c>count</c>.</summary>
public sealed record CountSettings
{
    /// <summary>Events with the same key are counted together.</summary>
    public FlowTemplate Key { get; init; } = FlowTemplate.Parse("");

    /// <summary>So many of them.</summary>
    [Range(1, 1_000_000)]
    public required int Occurrences { get; init; }

    /// <summary>Within this time from the first on; then counting begins anew.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "366")]
    public required TimeSpan Window { get; init; }

    /// <summary>What becomes of the last of them.</summary>
    public CountAction Action { get; init; } = CountAction.Pass;

    /// <summary>Keys that are counted. With one more, the one whose window began first is forgotten.</summary>
    [Range(1, 1_000_000)]
    public int MaxKeys { get; init; } = 10_000;
}

/// <summary>What a count lets pass.</summary>
public enum CountAction
{
    /// <summary>Only events that make the number full; then counting begins anew.</summary>
    Pass,

    /// <summary>Only events before the number is full; the others of the window end here.</summary>
    Limit,
}

/// <summary>Counts events in windows of time: lets each pass that makes a number full, or as many as there may be.</summary>
[FlowModule("count", "Lets events pass when, or as long as not, so many have come in a window of time.", Inboxes = [FlowModuleAttribute.Any])]
public sealed class CountModule(CountSettings settings) : FlowModule
{
    private readonly AgeMap<string, Window> _windows = new();

    protected override ValueTask HandleAsync(FlowEvent item, string inbox, CancellationToken cancel)
    {
        var key = settings.Key.Render(item);
        while (_windows.Oldest is { } oldest && Time.GetElapsedTime(oldest.Since) >= settings.Window) _windows.Remove(oldest.Key);
        if (!_windows.TryGet(key, out var window))
        {
            if (_windows.Count >= settings.MaxKeys) _windows.Remove(_windows.Oldest!.Key);
            window = _windows.Add(key, new Window(key, Time.GetTimestamp()));
        }

        window.Count++;
        if (settings.Action == CountAction.Limit) return window.Count <= settings.Occurrences ? SendAsync(item) : ValueTask.CompletedTask;
        if (window.Count < settings.Occurrences) return ValueTask.CompletedTask;
        _windows.Remove(key);
        return SendAsync(item);
    }

    private sealed class Window(string key, long since)
    {
        public string Key { get; } = key;

        /// <summary>A timestamp.</summary>
        public long Since { get; } = since;

        public int Count { get; set; }
    }
}
