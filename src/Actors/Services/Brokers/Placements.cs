using Actors.Dispatch;

namespace Actors.Services.Brokers;

/// <summary>Where calls ask to run, and where they would like to.</summary>
internal static class Placements
{
    // Of hosts, and of labels: with the arguments they have to fit a message.
    public const int MostNames = 100;
    private const int MostNear = 16;

    public static Asked AskedOf(ServiceCall? call)
    {
        if (call?.Placement is not { } placement || (placement.Hosts.Count == 0 && placement.Labels.Count == 0))
            return Asked.Nothing;
        return new Asked(LabelSet.Of(placement.Labels), LabelSet.Of(placement.Hosts));
    }

    public static IReadOnlyList<Nearness> NearOf(ServiceCall? call) =>
        call?.Placement is { Near.Count: > 0 } placement ? [.. placement.Near.Take(MostNear).Select(near => new Nearness(near.Host, Math.Max(1, near.Weight)))] : [];

    /// <summary>Null: none.</summary>
    public static string? ProblemOf(ServiceCall call) => call.Placement is { } placement && (placement.Hosts.Count > MostNames || placement.Labels.Count > MostNames)
        ? $"it asks for one of {placement.Hosts.Count} hosts with {placement.Labels.Count} labels; at most {MostNames} of each may be named"
        : null;
}
