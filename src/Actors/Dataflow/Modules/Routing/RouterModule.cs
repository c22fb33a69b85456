using System.ComponentModel.DataAnnotations;
using Actors.Dataflow.Values;

namespace Actors.Dataflow.Modules.Routing;

/// <summary>Settings of <c>router</c>.</summary>
public sealed record RouterSettings : INamesOutboxes
{
    public required IReadOnlyList<Route> Routes { get; init; }

    /// <summary>Whether a route takes the events of which its condition is true, or the others.</summary>
    public RouteMode Mode { get; init; } = RouteMode.Whitelist;

    /// <summary>Where events go that no route takes. Without any they end here.</summary>
    public IReadOnlyList<string> Default { get; init; } = [];

    /// <summary>The first route that takes an event keeps it; otherwise it goes by all that take it, once to each outbox.</summary>
    public bool FirstOnly { get; init; }

    /// <summary>How long one match of a pattern may take.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:10:00")]
    public TimeSpan MatchLimit { get; init; } = FlowPattern.DefaultLimit;

    IEnumerable<string> INamesOutboxes.NamedOutboxes => [.. Routes.SelectMany(route => route.To), .. Default];
}

/// <summary>A condition, and where events go that fulfil it.</summary>
public sealed record Route : Condition
{
    /// <summary>Outboxes; <c>big-*</c> are all that fit. An empty list: such events end here.</summary>
    public required IReadOnlyList<string> To { get; init; }
}

/// <summary>Which events a route takes.</summary>
public enum RouteMode
{
    /// <summary>Those of which its condition is true.</summary>
    Whitelist,

    /// <summary>Those of which it is not.</summary>
    Blacklist,
}

/// <summary>Sends events to outboxes by what is in them.</summary>
[FlowModule("router", "Sends events to outboxes by what is in them.", Inboxes = [FlowModuleAttribute.Any], Outboxes = [FlowModuleAttribute.Any])]
public sealed class RouterModule(RouterSettings settings) : FlowModule
{
    private readonly (Func<FlowEvent, bool> Takes, IReadOnlyList<string> To)[] _routes = [.. settings.Routes.Select(route => (route.Compile(settings.MatchLimit), route.To))];

    protected override async ValueTask HandleAsync(FlowEvent item, string inbox, CancellationToken cancel)
    {
        var wanted = settings.Mode == RouteMode.Whitelist;
        var routes = _routes.Where(route => route.Takes(item) == wanted);
        var taken = (settings.FirstOnly ? routes.Take(1) : routes).ToList();
        var names = taken.Count > 0 ? taken.SelectMany(route => route.To) : settings.Default;
        foreach (var outbox in names.SelectMany(name => OutboxNames.Matching(name, Outboxes)).Distinct().ToList()) await SendAsync(item, outbox);
    }
}
