using System.Collections.Immutable;

namespace Actors.Services.Deployment.Planning;

/// <summary>
/// What to start and to stop so that a service is deployed as it is wanted: a pure step from what the workers say to orders. Orders are repeated until a report shows that they were
/// carried out, so none may be lost for good.
/// </summary>
/// <remarks>
/// Of another revision than the wanted one nothing is stopped, and what is lost of it is even started again, until the wanted one has been up as a whole: a version that does not come
/// up replaces nothing.
/// </remarks>
internal static class DeploymentPlan
{
    /// <param name="state">Of the step before.</param>
    /// <param name="wanted">What there is to be.</param>
    /// <param name="workers">All worker nodes.</param>
    /// <param name="now">Monotonic.</param>
    /// <param name="terms">How patient to be.</param>
    /// <param name="newInstance">Makes ids that sort by time.</param>
    public static (PlanState State, IReadOnlyList<PlanOrder> Orders) Step(
        PlanState state, WantedDeployment wanted, IReadOnlyList<WorkerFacts> workers, TimeSpan now, PlanTerms terms, Func<string> newInstance)
    {
        state = state with
        {
            Lost = Since(state.Lost, workers.Where(worker => !worker.IsReachable), now),
            Silent = Since(state.Silent, workers.Where(worker => worker is { IsUp: true, IsReachable: true, Instances.IsDefault: true }), now),
        };
        // Who starts without knowing what runs starts too much.
        if (state.Silent.Values.Any(since => now - since < terms.ReportPatience))
            return (state with { Problem = state.Problem.Length > 0 ? state.Problem : PlanPass.NoPlace(wanted, workers) }, []);
        var live = workers.Where(worker => !worker.Instances.IsDefault && (worker.IsReachable || now - state.Lost[worker.Node] < terms.LossPatience)).ToList();
        return new PlanPass(state, wanted, live, now, terms, newInstance).Run();
    }

    private static ImmutableDictionary<string, TimeSpan> Since(ImmutableDictionary<string, TimeSpan> before, IEnumerable<WorkerFacts> workers, TimeSpan now) =>
        workers.ToImmutableDictionary(worker => worker.Node, worker => before.TryGetValue(worker.Node, out var since) ? since : now);
}

/// <param name="Spec">What is to serve.</param>
/// <param name="Count">How many instances of it.</param>
/// <param name="Former">What serves until it does; null: nothing.</param>
/// <param name="IsUp">All instances of it have served at a time, as an earlier home knew.</param>
internal sealed record WantedDeployment(DeploymentSpec Spec, int Count, DeploymentSpec? Former, bool IsUp);
