using Actors.Jobs.Processes;

namespace Actors.Sandbox.Tests;

/// <summary>Looks for what a worker may have left behind.</summary>
internal static class Leftovers
{
    private static readonly EnumerationOptions Everywhere = new() { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint };

    /// <summary>The control groups that a process made, with those of its boxes.</summary>
    public static IReadOnlyList<string> CgroupsOf(int pid) => !Directory.Exists("/sys/fs/cgroup") ? []
        : [.. Directory.EnumerateDirectories("/sys/fs/cgroup", "*", Everywhere).Where(folder => folder.Contains($"/actors-{pid}-", StringComparison.Ordinal))];

    /// <summary>Waits for the end of processes that are not our children; false when one of them lives on.</summary>
    public static bool WaitForEnd(IEnumerable<int> pidDescriptors, TimeSpan patience)
    {
        foreach (var descriptor in pidDescriptors)
        {
            var entries = new[] { new LibC.PollEntry { Descriptor = descriptor, Events = LibC.PollIn } };
            var ended = LibC.Poll(entries, 1, (int)patience.TotalMilliseconds) == 1;
            _ = LibC.Close(descriptor);
            if (!ended)
                return false;
        }

        return true;
    }
}
