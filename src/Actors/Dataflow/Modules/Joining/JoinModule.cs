using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Actors.Dataflow.Data;

namespace Actors.Dataflow.Modules.Joining;

/// <summary>Settings of <c>join</c>.</summary>
public sealed record JoinSettings : ICheckedSettings
{
    /// <summary>JSON: an object with the data by inbox. XML: a root with the documents in it, in the order of the inboxes' names.</summary>
    public JoinForm Form { get; init; } = JoinForm.Json;

    /// <summary>The root, in XML.</summary>
    public string Root { get; init; } = "joined";

    /// <summary>How long the first part of an event waits for the others.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "366")]
    public TimeSpan PurgeInterval { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Events that wait for parts. With one more, the oldest counts as waiting too long.</summary>
    [Range(1, 1_000_000)]
    public int Limit { get; init; } = 10_000;

    /// <summary>What becomes of events that lack parts when their time is over, or the flow ends.</summary>
    public IncompleteJoin Incomplete { get; init; } = IncompleteJoin.Error;

    public IEnumerable<SettingProblem> Problems()
    {
        if (!XmlNames.IsName(Root)) yield return new SettingProblem(nameof(Root), $"'{Root}' cannot be a name in XML");
    }
}

/// <summary>What parts are joined into.</summary>
public enum JoinForm
{
    Json,
    Xml,
}

/// <summary>What becomes of events that lack parts.</summary>
public enum IncompleteJoin
{
    /// <summary>An error of the kind <see cref="FlowErrorKind.Timeout"/> with the part that came first.</summary>
    Error,

    /// <summary>What is there is sent.</summary>
    Send,

    Drop,
}

/// <summary>
/// Waits for an event, by its id, at all connected inboxes, and sends one for them: with their data together, and the attributes and the HTTP side of all (where they differ, of the last inbox by name). A
/// second one at the same inbox is passed over.
/// </summary>
[FlowModule("join", "Waits for the same event at all inboxes and makes one of it.", Inboxes = [FlowModuleAttribute.Any])]
public sealed class JoinModule(JoinSettings settings) : FlowModule
{
    private readonly AgeMap<EventId, Waiting> _waiting = new();
    private ModuleTimer? _timer;

    protected override ValueTask StartAsync(CancellationToken cancel)
    {
        _timer = ModuleTimer.Start(Time, settings.PurgeInterval / 2, PurgeAsync, failure => SendErrorAsync(NewEvent(), FlowError.Of(Name, failure)));
        return ValueTask.CompletedTask;
    }

    protected override async ValueTask HandleAsync(FlowEvent item, string inbox, CancellationToken cancel)
    {
        // What cannot be joined must fail now, and not take the others with it.
        var part = settings.Form == JoinForm.Xml ? item.As(DataKind.Xml) : item.Data is null ? item : item.As(DataKind.Json);
        while (!_waiting.TryGet(item.Id, out _) && _waiting.Count >= settings.Limit) await EndAsync(_waiting.Oldest!);
        if (!_waiting.TryGet(item.Id, out var waiting)) waiting = _waiting.Add(item.Id, new Waiting(item.Id, Time.GetTimestamp()));
        if (!waiting.Parts.TryAdd(inbox, part)) Log.Warning($"the inbox {inbox} got the event twice; the second one is passed over", item);
        if (!Inboxes.All(waiting.Parts.ContainsKey)) return;
        _waiting.Remove(item.Id);
        await SendAsync(Joined(waiting));
    }

    protected override async ValueTask FlushAsync(CancellationToken cancel)
    {
        if (_timer is not null) await _timer.IdleAsync();
        while (_waiting.Oldest is { } oldest) await EndAsync(oldest);
    }

    public override async ValueTask DisposeAsync()
    {
        if (_timer is not null) await _timer.DisposeAsync();
        await base.DisposeAsync();
    }

    private async ValueTask PurgeAsync()
    {
        while (_waiting.Oldest is { } oldest && Time.GetElapsedTime(oldest.Since) >= settings.PurgeInterval) await EndAsync(oldest);
    }

    private async ValueTask EndAsync(Waiting waiting)
    {
        _waiting.Remove(waiting.Id);
        if (settings.Incomplete == IncompleteJoin.Send) await SendAsync(Joined(waiting));
        if (settings.Incomplete != IncompleteJoin.Error) return;
        var missing = string.Join(", ", Inboxes.Where(inbox => !waiting.Parts.ContainsKey(inbox)));
        await SendErrorAsync(waiting.Parts.Values.First(), new FlowError(FlowErrorKind.Timeout, Name, [$"the event has not come to {missing}, or not in time"]));
    }

    private FlowEvent Joined(Waiting waiting)
    {
        var parts = waiting.Parts.OrderBy(part => part.Key, StringComparer.Ordinal).ToList();
        object data = settings.Form == JoinForm.Xml
            ? XmlData.Of(new XElement(settings.Root, parts.Select(part => part.Value.Xml.ToElement())))
            : new JsonObject(parts.Select(part => KeyValuePair.Create(part.Key, part.Value.Data is JsonElement json ? JsonValues.Node(json) : null)));
        var attributes = parts.Aggregate(FlowAttributes.Empty, (all, part) => all.Merged(part.Value.Attributes));
        return parts[0].Value with { Data = data, Attributes = attributes, Http = parts.Select(part => part.Value.Http).LastOrDefault(http => http is not null) };
    }

    private sealed class Waiting(EventId id, long since)
    {
        public EventId Id { get; } = id;

        /// <summary>A timestamp.</summary>
        public long Since { get; } = since;

        /// <summary>By inbox, in the order in which they came.</summary>
        public OrderedDictionary<string, FlowEvent> Parts { get; } = [];
    }
}
