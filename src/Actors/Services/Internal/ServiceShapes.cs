using Actors.Services.Methods;

namespace Actors.Services.Internal;

/// <summary>What methods declare, in the form in which brokers are told of it.</summary>
internal static class ServiceShapes
{
    /// <summary>Of an object whose methods these are.</summary>
    public static ServiceShape Of(IEnumerable<MethodDescription> methods, ServeOptions options) => new()
    {
        MaxRunning = options.MaxRunning,
        MaxRunningPerKey = options.MaxRunningPerKey,
        MaxPerSecond = options.MaxPerSecond,
        MaxPerSecondPerKey = options.MaxPerSecondPerKey,
        MaxQueued = options.MaxQueued,
        Methods =
        {
            methods.Where(method => method.NotCallable is null).GroupBy(method => method.Name).Select(ShapeOf),
        },
    };

    // Calls go by names, so overloads share what they declare: what one of them may not do, none may, and none ends before its time.
    private static MethodShape ShapeOf(IGrouping<string, MethodDescription> overloads) => new()
    {
        Name = overloads.Key,
        AtLeastOnce = overloads.All(method => method.Guarantee == Guarantee.AtLeastOnce),
        Streams = overloads.All(method => method.Streams),
        Signature = string.Join("; ", overloads.Select(method => $"{method} -> {method.Result}{(method.Streams ? " ..." : "")}")),
        TimeoutMs = overloads.All(method => method.Timeout is not null) ? WireTimes.Of(overloads.Max(method => method.Timeout!.Value)) : 0,
        Limits = { overloads.SelectMany(method => method.Limits.Select(limit => ShapeOf(method, limit))).Distinct() },
    };

    private static LimitShape ShapeOf(MethodDescription method, LimitDescription limit) => new()
    {
        MaxRunning = limit.MaxRunning,
        MaxPerSecond = limit.MaxPerSecond,
        Key = limit.Key ?? "",
        Position = limit.Key is null ? 0 : method.Parameters.ToList().FindIndex(parameter => parameter.Name == limit.Key),
    };
}
