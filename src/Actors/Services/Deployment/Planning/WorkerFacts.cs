using System.Collections.Immutable;

namespace Actors.Services.Deployment.Planning;

/// <summary>What is known of a worker node.</summary>
/// <param name="Node">Its address.</param>
/// <param name="Labels">Its roles.</param>
/// <param name="IsUp">A member in good standing: it is not leaving, and may be given more.</param>
/// <param name="IsReachable">As the failure detector sees it.</param>
/// <param name="Load">Instances of all services.</param>
/// <param name="Instances">Those of the service; default: it has not said yet.</param>
internal sealed record WorkerFacts(string Node, ImmutableHashSet<string> Labels, bool IsUp, bool IsReachable, int Load, ImmutableArray<InstanceFacts> Instances);

/// <param name="Id">Of the instance.</param>
/// <param name="Revision">What it was made of.</param>
/// <param name="State">How it is.</param>
/// <param name="Reason">Of a failure.</param>
internal sealed record InstanceFacts(string Id, UInt128 Revision, InstanceState State, string Reason = "");

/// <summary>What is to be done.</summary>
internal abstract record PlanOrder(string Node, string Instance);

internal sealed record StartOrder(string Node, string Instance, DeploymentSpec Spec) : PlanOrder(Node, Instance);

internal sealed record StopOrder(string Node, string Instance) : PlanOrder(Node, Instance);
