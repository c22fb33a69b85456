using System.Collections.Immutable;
using System.Text;

namespace Actors.Jobs.Processes;

/// <summary>Looks now and then at what the kernel does not limit by itself: processor time of all processes together, files in memory, and, without a
/// control group, memory and the number of processes.</summary>
/// <param name="process">The box.</param>
/// <param name="limits">What it may use.</param>
/// <param name="cgroup">Holds its memory and processes; null when they are to be watched.</param>
/// <param name="memoryFolders">Folders of the box that lie in memory, each a file system of its own; none when it has no box.</param>
internal sealed class BoxWatch(IBoxProcess process, JobLimits limits, CgroupBox? cgroup, ImmutableArray<string> memoryFolders)
{
    private readonly ProcessorTime _processor = new();
    private int? _init;

    public TimeSpan Cpu { get; private set; }

    public long PeakBytes { get; private set; }

    /// <summary>No byte or no file more was to be had when we last looked.</summary>
    public bool DiskWasFull { get; private set; }

    public BoxStop? Look()
    {
        if (!OperatingSystem.IsLinux())
            return null;
        var folders = LookAtFolders();
        if (cgroup is null)
        {
            var usage = ProcessTree.UsageOf(process.Id);
            _processor.Look(usage);
            Cpu = _processor.Total;
            // What lies in memory as a file belongs to no process.
            var bytes = usage.Sum(one => one.ResidentBytes) + folders.Sum(folder => folder.UsedBytes);
            PeakBytes = Math.Max(PeakBytes, bytes);
            if (bytes > limits.MemoryBytes)
                return BoxStop.Memory;
            if (usage.Sum(one => one.Tasks) > limits.Processes + 8)
                return BoxStop.Processes;
        }
        else
        {
            Cpu = cgroup.Cpu;
        }

        DiskWasFull = folders.Any(folder => folder.IsFull);
        if (Cpu > limits.Cpu)
            return BoxStop.Cpu;
        return folders.Sum(folder => folder.Files) > limits.Files || folders.Any(folder => folder.UsedBytes > limits.DiskBytes + Environment.SystemPageSize) ? BoxStop.Disk : null;
    }

    private List<FolderUse> LookAtFolders()
    {
        var found = new List<FolderUse>(memoryFolders.Length);
        // Until the box is built, the paths lead to the host's own folders.
        if (memoryFolders.IsEmpty || !process.IsBuilt)
            return found;
        // The first process below ours is the init of the box's namespace; its root is the box's root.
        _init ??= ProcessTree.DescendantsOf(process.Id) is [var first, ..] ? first : null;
        foreach (var folder in memoryFolders)
        {
            var stat = new ulong[16]; // struct statvfs: block size, fragment size, blocks, free, available, files, free files
            if (_init is { } init && LibC.StatFileSystem(Encoding.ASCII.GetBytes($"/proc/{init}/root{folder}\0"), stat) == 0)
                found.Add(new FolderUse((long)(stat[1] * (stat[2] - stat[3])), (long)(stat[5] - stat[6]) - 1, stat[3] == 0 || stat[6] == 0));
        }

        return found;
    }

    private readonly record struct FolderUse(long UsedBytes, long Files, bool IsFull);
}
