using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Actors.Dataflow.Modules.Http;

/// <summary>What is wrong with routes. The framework would say it only when the server starts, or to the first client.</summary>
internal static class RouteCheck
{
    public static IEnumerable<string> Problems(IReadOnlyDictionary<string, HttpRoute> routes)
    {
        using var services = new ServiceCollection().BuildServiceProvider();
        var constraints = new DefaultInlineConstraintResolver(Options.Create(new RouteOptions()), services);
        var known = new List<(string Shape, string Name, HttpRoute Route)>();
        var problems = new List<string>();
        foreach (var (path, name, route) in HttpRoutes.Flat(routes))
        {
            try
            {
                var pattern = RoutePatternFactory.Parse(path);
                foreach (var policy in pattern.Parameters.SelectMany(parameter => parameter.ParameterPolicies))
                    if (policy.Content is { } content && constraints.ResolveConstraint(content) is null) problems.Add($"{name}: there is no constraint '{content}' in '{path}'; there are int, long, guid, bool, alpha, length(1,9), range(1,9) and the like");
                var shape = string.Join('/', pattern.PathSegments.Select(ShapeOf));
                if (known.Find(other => other.Shape == shape && Overlap(HttpRoutes.MethodsOf(other.Route), HttpRoutes.MethodsOf(route)) && Overlap(other.Route.Types, route.Types)) is { Name: { } same })
                    problems.Add($"{name}: '{path}' takes the same requests as the route {same}");
                known.Add((shape, name, route));
            }
            catch (RoutePatternException failure)
            {
                problems.Add($"{name}: '{path}' is no path of a route: {failure.Message}");
            }
            catch (Exception failure) when (failure is RouteCreationException or InvalidOperationException)
            {
                problems.Add($"{name}: '{path}' has a constraint that cannot be: {failure.Message}");
            }
        }

        return problems;
    }

    // Names of variables do not tell paths apart.
    private static string ShapeOf(RoutePatternPathSegment segment) => string.Concat(segment.Parts.Select(part => part switch
    {
        RoutePatternLiteralPart text => text.Content.ToUpperInvariant(),
        RoutePatternParameterPart variable => $"{{{(variable.IsCatchAll ? "**" : "")}:{string.Join(':', variable.ParameterPolicies.Select(policy => policy.Content))}}}",
        _ => "",
    }));

    // A route for some types goes before one for all.
    private static bool Overlap(IReadOnlyList<string> some, IReadOnlyList<string> others) =>
        some.Count == 0 && others.Count == 0 || some.Intersect(others, StringComparer.OrdinalIgnoreCase).Any();
}
