using System.Collections.Immutable;
using System.Globalization;

namespace Actors.Jobs.Processes;

/// <summary>The control group of one box: holds its memory and its number of processes, and counts what it used.</summary>
internal sealed class CgroupBox
{
    private readonly ImmutableArray<string> _folders;
    private readonly string _peakFile;
    private readonly string _oomFile;
    private readonly string _cpuFile;
    private readonly bool _isUnified;

    private CgroupBox(ImmutableArray<string> folders, string peakFile, string oomFile, string cpuFile, bool isUnified)
    {
        _folders = folders;
        _peakFile = peakFile;
        _oomFile = oomFile;
        _cpuFile = cpuFile;
        _isUnified = isUnified;
    }

    /// <summary>A process that writes 0 to each of these is in the box from then on, with all its children.</summary>
    public ImmutableArray<string> JoinFiles => [.. _folders.Select(folder => folder + "/cgroup.procs")];

    public long PeakBytes => Number(Read(_peakFile));

    /// <summary>How many of its processes the kernel killed because the memory was used up.</summary>
    public long OomKills => Field(Read(_oomFile), "oom_kill");

    public TimeSpan Cpu => _isUnified
        ? TimeSpan.FromMicroseconds(Field(Read(_cpuFile), "usage_usec"))
        : TimeSpan.FromMicroseconds(Number(Read(_cpuFile)) / 1000);

    public static CgroupBox Version1(string memory, string pids, string cpu, JobLimits limits)
    {
        var box = new CgroupBox([memory, pids, cpu], memory + "/memory.max_usage_in_bytes", memory + "/memory.oom_control", cpu + "/cpuacct.usage", isUnified: false);
        box.Make(() =>
        {
            Write(memory + "/memory.limit_in_bytes", limits.MemoryBytes);
            WriteIfThere(memory + "/memory.memsw.limit_in_bytes", limits.MemoryBytes); // no way out into swap
            Write(pids + "/pids.max", TasksOf(limits));
        });
        return box;
    }

    public static CgroupBox Version2(string folder, JobLimits limits)
    {
        var box = new CgroupBox([folder], folder + "/memory.peak", folder + "/memory.events", folder + "/cpu.stat", isUnified: true);
        box.Make(() =>
        {
            Write(folder + "/memory.max", limits.MemoryBytes);
            WriteIfThere(folder + "/memory.swap.max", 0);
            Write(folder + "/pids.max", TasksOf(limits));
        });
        return box;
    }

    /// <summary>True once nothing is in it any more; a killed process leaves a moment after its parent has heard of it.</summary>
    public bool TryRemove() => _folders.All(RemoveFolder);

    public static bool RemoveFolder(string folder)
    {
        try
        {
            if (!Directory.Exists(folder))
                return true;
            foreach (var child in Directory.GetDirectories(folder))
                RemoveFolder(child);
            Directory.Delete(folder); // rmdir: its files are the kernel's and go with it
            return true;
        }
        catch (Exception busy) when (busy is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    // The sandbox's own two or three processes are in the box as well.
    private static int TasksOf(JobLimits limits) => limits.Processes + 4; // no overflow: JobLimits.Largest

    private void Make(Action setLimits)
    {
        try
        {
            foreach (var folder in _folders)
                Directory.CreateDirectory(folder);
            setLimits();
        }
        catch
        {
            TryRemove();
            throw;
        }
    }

    private static void Write(string file, long value) => File.WriteAllText(file, value.ToString(CultureInfo.InvariantCulture));

    private static void WriteIfThere(string file, long value)
    {
        if (File.Exists(file))
            Write(file, value);
    }

    private static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static long Field(string text, string name) =>
        text.Split('\n').Select(line => line.Split(' ')).Where(fields => fields.Length == 2 && fields[0] == name).Select(fields => Number(fields[1])).FirstOrDefault();

    private static long Number(string text) =>
        long.TryParse(text.AsSpan().Trim(), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
