using System.Text;

namespace Actors.Jobs.Processes;

/// <summary>Looks now and then at what the kernel does not limit by itself: processor time of all processes together, files in memory, and, without a
/// control group, memory and the number of processes.</summary>
internal sealed class BoxWatch(int pid, JobLimits limits, CgroupBox? cgroup, bool hasPrivateDisk)
{
    private byte[]? _diskPath;

    public TimeSpan Cpu { get; private set; }

    public long PeakBytes { get; private set; }

    /// <summary>No byte or no file more was to be had when we last looked.</summary>
    public bool DiskWasFull { get; private set; }

    public BoxStop? Look()
    {
        if (!OperatingSystem.IsLinux())
            return null;
        if (cgroup is null)
        {
            var usage = ProcessTree.UsageOf(pid);
            Cpu = usage.Cpu > Cpu ? usage.Cpu : Cpu;
            PeakBytes = Math.Max(PeakBytes, usage.ResidentBytes);
            if (usage.ResidentBytes > limits.MemoryBytes)
                return BoxStop.Memory;
            if (usage.Tasks > limits.Processes + 8)
                return BoxStop.Processes;
        }
        else
        {
            Cpu = cgroup.Cpu;
        }

        return Cpu > limits.Cpu ? BoxStop.Cpu : hasPrivateDisk ? LookAtDisk() : null;
    }

    private BoxStop? LookAtDisk()
    {
        _diskPath ??= FindDisk();
        var stat = new ulong[16]; // struct statvfs: block size, fragment size, blocks, free, available, files, free files
        if (_diskPath is null || LibC.StatFileSystem(_diskPath, stat) != 0)
            return null;
        var (fragment, blocks, free, files, freeFiles) = ((long)stat[1], (long)stat[2], (long)stat[3], (long)stat[5], (long)stat[6]);
        // Until the box is built, the path leads to the host's own folder: ours is known by its size.
        if (blocks * fragment < limits.DiskBytes || blocks * fragment > limits.DiskBytes + Environment.SystemPageSize)
            return null;
        DiskWasFull = free == 0 || freeFiles == 0;
        return files - freeFiles > limits.Files + 1 ? BoxStop.Disk : null;
    }

    // The first process below ours is the init of the box's namespace; its root is the box's root.
    private byte[]? FindDisk() => ProcessTree.DescendantsOf(pid) is [var init, ..] ? Encoding.ASCII.GetBytes($"/proc/{init}/root/tmp\0") : null;
}
