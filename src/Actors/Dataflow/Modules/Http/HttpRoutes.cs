using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;

namespace Actors.Dataflow.Modules.Http;

/// <summary>Routes within routes as one list, and requests as what events say of them.</summary>
internal static class HttpRoutes
{
    private static readonly string[] AllMethods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

    public static IReadOnlyList<string> MethodsOf(HttpRoute route) => route.Methods.Count > 0 ? route.Methods : AllMethods;

    /// <summary>Each route with its whole path and its own name.</summary>
    public static IEnumerable<(string Path, string Name, HttpRoute Route)> Flat(IReadOnlyDictionary<string, HttpRoute> routes) => Flat(routes, "", new HttpRoute());

    private static IEnumerable<(string Path, string Name, HttpRoute Route)> Flat(IReadOnlyDictionary<string, HttpRoute> routes, string above, HttpRoute around)
    {
        foreach (var (name, written) in routes)
        {
            var path = $"{above}/{written.Path.Trim('/')}".TrimEnd('/');
            var route = written with { Methods = written.Methods.Count > 0 ? written.Methods : around.Methods, Types = written.Types.Count > 0 ? written.Types : around.Types };
            // What only holds others together is not asked for itself, unless it has a path of its own and nothing in it.
            if (written.Routes.Count == 0 || written.Outbox is not null) yield return (path, name, route);
            foreach (var inner in Flat(written.Routes, path, route)) yield return inner;
        }
    }

    public static HttpExchange ExchangeOf(HttpContext context)
    {
        var request = context.Request;
        return new HttpExchange
        {
            Method = request.Method,
            Path = request.Path.Value?.TrimEnd('/') is { Length: > 0 } path ? path : "/",
            Query = request.Query.Count == 0 ? ImmutableDictionary<string, string>.Empty : request.Query.ToImmutableDictionary(pair => pair.Key, pair => pair.Value[^1] ?? ""),
            Route = request.RouteValues.Count == 0 ? ImmutableDictionary<string, string>.Empty : request.RouteValues.Where(pair => pair.Value is string).ToImmutableDictionary(pair => pair.Key, pair => (string)pair.Value!),
            Headers = request.Headers.ToImmutableDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.OrdinalIgnoreCase),
        };
    }
}
