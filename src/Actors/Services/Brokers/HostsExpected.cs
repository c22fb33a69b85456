namespace Actors.Services.Brokers;

/// <summary>Deployments say so to the broker of the same node: hosts of these services are to come.</summary>
/// <param name="Services">With what keeps them from coming, or an empty text.</param>
/// <param name="For">How long this holds.</param>
internal sealed record HostsExpected(IReadOnlyList<(string Service, string Why)> Services, TimeSpan For);
