using System.Globalization;

namespace Actors.Benchmarks.Services.Peers;

/// <summary>A process and those that it started, as <c>/proc</c> tells.</summary>
internal static class ProcessTree
{
    // Of the kernel to programs, on all architectures.
    private const int TicksPerSecond = 100;

    /// <summary>Used by a process, by its children that have ended, and by those that run.</summary>
    public static TimeSpan CpuTime(int root)
    {
        var (ticks, children) = (new Dictionary<int, long>(), new List<(int Parent, int Child)>());
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) || Fields(folder) is not { } fields)
                continue;
            ticks[id] = fields[11..15].Sum(field => long.Parse(field, CultureInfo.InvariantCulture));
            children.Add((int.Parse(fields[1], CultureInfo.InvariantCulture), id));
        }

        var tree = new HashSet<int> { root };
        while (children.Exists(pair => tree.Contains(pair.Parent) && tree.Add(pair.Child)))
        {
            // Each round adds one.
        }

        return TimeSpan.FromSeconds((double)tree.Sum(id => ticks.GetValueOrDefault(id)) / TicksPerSecond);
    }

    // What follows the name, which may contain anything: state, parent ... and from 11 on the times of user and system, its own and its children's.
    private static string[]? Fields(string folder)
    {
        try
        {
            var stat = File.ReadAllText(Path.Combine(folder, "stat"));
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null; // it has ended meanwhile
        }
    }
}
