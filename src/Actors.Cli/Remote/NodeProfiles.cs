namespace Actors.Cli.Remote;

/// <summary>What the nodes of a hosts file do. The names and their roles are those of the files in <c>hocon/</c>.</summary>
internal static class NodeProfiles
{
    public const string Seed = "seed";

    private static readonly Dictionary<string, string[]> Roles = new()
    {
        [Seed] = ["storage"],
        ["broker"] = ["broker"],
        ["worker"] = ["worker"],
        ["storage"] = ["storage"],
        ["gateway"] = ["gateway"],
        ["all-in-one"] = ["broker", "worker", "storage", "gateway"],
    };

    public static IReadOnlyCollection<string> Names => Roles.Keys;

    /// <summary>
    /// The roles of the host at <paramref name="index"/> among those that name no profile. All store. The first is a broker; of three or more the second is one too, so
    /// that the loss of one machine stops nothing. All but the first work, since what a job does to its machine should not reach the seed; a machine alone does all.
    /// </summary>
    public static IReadOnlyList<string> RolesOf(string? profile, int index, int count) => profile != null
        ? Roles[profile]
        : (index, count) switch
        {
            (0, 1) => ["broker", "storage", "worker"],
            (0, _) => ["broker", "storage"],
            (1, >= 3) => ["broker", "storage", "worker"],
            _ => ["storage", "worker"],
        };
}
