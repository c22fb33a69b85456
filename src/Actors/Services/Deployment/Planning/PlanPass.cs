using System.Collections.Immutable;

namespace Actors.Services.Deployment.Planning;

/// <summary>One step of a plan, while it is being made.</summary>
internal sealed class PlanPass
{
    private readonly WantedDeployment _wanted;
    private readonly UInt128 _revision;
    private readonly IReadOnlyList<WorkerFacts> _live;
    private readonly TimeSpan _now;
    private readonly PlanTerms _terms;
    private readonly Func<string> _newInstance;
    private readonly List<(WorkerFacts Worker, InstanceFacts Instance)> _seen;
    private readonly List<PlanOrder> _orders = [];
    private PlanState _state;

    public PlanPass(PlanState state, WantedDeployment wanted, IReadOnlyList<WorkerFacts> live, TimeSpan now, PlanTerms terms, Func<string> newInstance)
    {
        (_state, _wanted, _live, _now, _terms, _newInstance) = (state, wanted, live, now, terms, newInstance);
        _revision = Revisions.Of(wanted.Spec);
        _seen = [.. live.SelectMany(worker => worker.Instances.Select(instance => (worker, instance)))];
    }

    public (PlanState State, IReadOnlyList<PlanOrder> Orders) Run()
    {
        var seen = _seen.Select(pair => pair.Instance.Id).ToHashSet();
        var nodes = _live.Where(worker => worker.IsUp).Select(worker => worker.Node).ToHashSet();
        _state = _state with
        {
            Pending = _state.Pending.Where(pair => !seen.Contains(pair.Key) && pair.Value.Until > _now && nodes.Contains(pair.Value.Node)).ToImmutableDictionary(),
            Stopping = [.. _state.Stopping.Where(seen.Contains)],
        };
        NoteOutcomes();
        Prove();
        Keep(_wanted.Spec, _wanted.Count, mayStop: true);
        var former = FormerNow;
        if (former is not null)
            Keep(former, _wanted.Count, mayStop: false);
        foreach (var (_, instance) in Alive().Where(pair => pair.Instance.Revision != _revision && (former is null || pair.Instance.Revision != Revisions.Of(former))))
            Stop(instance);
        foreach (var (worker, instance) in _seen.Where(pair => _state.Stopping.Contains(pair.Instance.Id)))
            _orders.Add(new StopOrder(worker.Node, instance.Id));
        foreach (var (instance, pending) in _state.Pending)
            _orders.Add(new StartOrder(pending.Node, instance, pending.Spec));
        var problem = Problem();
        return (_state with { Problem = problem, IsFailing = IsFailing(problem), IsSettled = IsSettled() }, _orders);
    }

    /// <summary>What serves until the wanted revision does.</summary>
    private DeploymentSpec? FormerNow => _wanted.IsUp || _wanted.Count == 0 || _state.Proven == _revision ? null : _wanted.Former;

    /// <summary>Failed ones are stopped, which is how they are forgotten; their node is left alone for a while, for longer each time.</summary>
    private void NoteOutcomes()
    {
        foreach (var (worker, instance) in _seen)
        {
            var place = (instance.Revision, worker.Node);
            if (instance.State == InstanceState.InstanceServing)
            {
                _state = _state with { Failures = _state.Failures.Remove(place) };
            }
            else if (instance.State == InstanceState.InstanceFailed && !_state.Stopping.Contains(instance.Id))
            {
                var count = _state.Failures.TryGetValue(place, out var before) ? before.Count + 1 : 1;
                var pause = _terms.FirstRetry * Math.Pow(2, Math.Min(count - 1, 20));
                var until = _now + (pause < _terms.LastRetry ? pause : _terms.LastRetry);
                _state = _state with { Failures = _state.Failures.SetItem(place, new StartFailure(count, until, instance.Reason)) };
                Stop(instance);
            }
        }

        var wanted = _wanted.Former is { } former ? [_revision, Revisions.Of(former)] : new HashSet<UInt128> { _revision };
        _state = _state with { Failures = _state.Failures.Where(pair => wanted.Contains(pair.Key.Revision)).ToImmutableDictionary() };
    }

    private void Prove()
    {
        if (_wanted.Count > 0 && Serving(_revision) >= _wanted.Count)
            _state = _state with { Proven = _revision };
    }

    private void Keep(DeploymentSpec spec, int count, bool mayStop)
    {
        var revision = Revisions.Of(spec);
        var alive = Alive().Where(pair => pair.Instance.Revision == revision).ToList();
        var missing = count - alive.Count - _state.Pending.Values.Count(pending => Revisions.Of(pending.Spec) == revision);
        for (; missing > 0 && PlaceFor(spec, revision) is { } node; missing--)
            _state = _state with { Pending = _state.Pending.Add(_newInstance(), new PendingStart(node, spec, _now + _terms.StartPatience)) };
        if (!mayStop || missing >= 0)
            return;
        var surplus = alive
            .OrderBy(pair => pair.Instance.State) // what only starts goes first
            .ThenByDescending(pair => OfService(pair.Worker)).ThenByDescending(pair => pair.Worker.Load).ThenByDescending(pair => pair.Instance.Id, StringComparer.Ordinal);
        foreach (var (_, instance) in surplus.Take(-missing).ToList())
            Stop(instance);
    }

    /// <summary>Spread over the nodes, and then where there is least.</summary>
    private string? PlaceFor(DeploymentSpec spec, UInt128 revision) => _live
        .Where(worker => worker is { IsUp: true, IsReachable: true } && Offers(worker, spec) && !(_state.Failures.TryGetValue((revision, worker.Node), out var failure) && failure.Until > _now))
        .OrderBy(worker => Count(worker, revision)).ThenBy(worker => worker.Load + _state.Pending.Values.Count(pending => pending.Node == worker.Node))
        .ThenBy(worker => worker.Node, StringComparer.Ordinal)
        .FirstOrDefault()?.Node;

    private static bool Offers(WorkerFacts worker, DeploymentSpec spec) => spec.Labels.All(worker.Labels.Contains);

    private int Count(WorkerFacts worker, UInt128 revision) =>
        worker.Instances.Count(instance => instance.Revision == revision && IsAlive(instance))
        + _state.Pending.Values.Count(pending => pending.Node == worker.Node && Revisions.Of(pending.Spec) == revision);

    private int OfService(WorkerFacts worker) => worker.Instances.Count(IsAlive);

    /// <summary>Those that count; the ones on a node that leaves end by themselves.</summary>
    private IEnumerable<(WorkerFacts Worker, InstanceFacts Instance)> Alive() => _seen.Where(pair => pair.Worker.IsUp && IsAlive(pair.Instance)).ToList();

    private bool IsAlive(InstanceFacts instance) => instance.State is InstanceState.InstanceStarting or InstanceState.InstanceServing && !_state.Stopping.Contains(instance.Id);

    private int Serving(UInt128 revision) => Alive().Count(pair => pair.Instance.Revision == revision && pair.Instance.State == InstanceState.InstanceServing);

    private void Stop(InstanceFacts instance) => _state = _state with { Stopping = _state.Stopping.Add(instance.Id) };

    private string Problem()
    {
        if (Serving(_revision) >= _wanted.Count)
            return "";
        var failures = _state.Failures.Where(pair => pair.Key.Revision == _revision).OrderByDescending(pair => pair.Value.Until).ToList();
        if (failures is [var (place, failure), ..])
            return $"does not start on {place.Node}{(failure.Count > 1 ? $" ({failure.Count} times)" : "")}: {failure.Reason}";
        return NoPlace(_wanted, _live);
    }

    /// <summary>What is wanted waits for a node; empty: there is one.</summary>
    public static string NoPlace(WantedDeployment wanted, IEnumerable<WorkerFacts> workers) =>
        wanted.Count == 0 || workers.Any(worker => worker.IsUp && Offers(worker, wanted.Spec)) ? ""
        : wanted.Spec.Labels.Count == 0 ? "waits for a node with the role worker, and none is up"
        : $"waits for a node with the roles worker, {string.Join(", ", wanted.Spec.Labels)}, and none is up";

    /// <summary>While it is tried again it fails still.</summary>
    private bool IsFailing(string problem) => problem.Length > 0 && Serving(_revision) == 0 && _state.Failures.Keys.Any(place => place.Revision == _revision);

    private bool IsSettled() => Serving(_revision) == _wanted.Count && _state.Pending.IsEmpty && _seen.Count(pair => pair.Worker.IsUp) == _wanted.Count;
}
