namespace Actors.Cli.Remote;

/// <summary>A name for each host: its own, or that of its machine; further nodes of a machine get a number. They are the same as long as the file is.</summary>
internal static class NodeNames
{
    /// <exception cref="ActorsException">Two hosts were given the same name.</exception>
    public static IReadOnlyList<string> Of(IReadOnlyList<HostEntry> hosts)
    {
        var taken = new Dictionary<string, HostEntry>(StringComparer.OrdinalIgnoreCase); // they are folders, and not every disk knows capitals
        foreach (var host in hosts.Where(host => host.Name != null))
        {
            if (!taken.TryAdd(host.Name!, host))
                throw new ActorsException(ErrorCodes.Invalid, $"{host.Place}: expected a name of its own; '{host.Name}' is that of {taken[host.Name!].Place}; choose another");
        }

        return [.. hosts.Select(host => host.Name ?? Free(host, taken))];
    }

    private static string Free(HostEntry host, Dictionary<string, HostEntry> taken)
    {
        var plain = host.Host.Replace(':', '-');
        for (var number = 1; ; number++)
        {
            var name = number == 1 ? plain : $"{plain}-{number}";
            if (taken.TryAdd(name, host)) return name;
        }
    }
}
