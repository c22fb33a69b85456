using System.Collections.Concurrent;
using System.Globalization;

namespace Actors.Jobs.Processes;

/// <summary>
/// Where control groups for boxes can be made: version 1 with its hierarchies or version 2 with its one. Whether it truly works is found out by running
/// something in one (<see cref="Sandboxes.SandboxProbe"/>); what cannot be had is watched instead.
/// </summary>
internal sealed class CgroupRoot
{
    private static readonly string[] Controllers = ["memory", "pids", "cpuacct"];
    private readonly string? _memory;
    private readonly string? _pids;
    private readonly string? _cpu;
    private readonly bool _isUnified;
    private readonly ConcurrentQueue<CgroupBox> _busy = new();
    private int _boxes;

    private CgroupRoot(string? memory, string? pids, string? cpu, bool isUnified)
    {
        _memory = memory;
        _pids = pids;
        _cpu = cpu;
        _isUnified = isUnified;
    }

    public override string ToString() => _isUnified ? $"cgroup v2 at {_memory}" : $"cgroup v1 at {_memory}";

    /// <summary>
    /// The folder for the boxes of one worker, or null when no control group can be made. Leftovers of processes that are gone are removed.
    /// </summary>
    public static CgroupRoot? Find(string name)
    {
        if (!OperatingSystem.IsLinux())
            return null;
        try
        {
            var own = OwnPaths();
            return Version1(own, name) ?? Version2(own, name);
        }
        catch (Exception unavailable) when (unavailable is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <exception cref="IOException">The limits cannot be set.</exception>
    public CgroupBox Create(JobLimits limits)
    {
        RemoveBusy();
        var name = $"box-{Interlocked.Increment(ref _boxes)}";
        return _isUnified ? CgroupBox.Version2(Path.Combine(_memory!, name), limits)
            : CgroupBox.Version1(Path.Combine(_memory!, name), Path.Combine(_pids!, name), Path.Combine(_cpu!, name), limits);
    }

    /// <summary>Removes the group of a box that has ended.</summary>
    public void Release(CgroupBox box)
    {
        // What was killed leaves its group a moment after its parent has heard of it. On a busy machine that may take longer than is worth waiting for.
        for (var i = 0; i < 100; i++)
        {
            if (box.TryRemove())
                return;
            Thread.Yield();
        }

        _busy.Enqueue(box);
    }

    public void Remove()
    {
        RemoveBusy();
        foreach (var folder in new[] { _memory, _pids, _cpu }.Distinct())
            CgroupBox.RemoveFolder(folder!);
    }

    private void RemoveBusy()
    {
        for (var left = _busy.Count; left > 0 && _busy.TryDequeue(out var box); left--)
        {
            if (!box.TryRemove())
                _busy.Enqueue(box);
        }
    }

    private static CgroupRoot? Version1(Dictionary<string, string> own, string name)
    {
        var folders = Controllers.Select(controller => MakeFolder("/sys/fs/cgroup/" + controller, own.GetValueOrDefault(controller), name)).ToArray();
        return folders.All(folder => folder is not null) ? new CgroupRoot(folders[0], folders[1], folders[2], isUnified: false) : null;
    }

    private static CgroupRoot? Version2(Dictionary<string, string> own, string name)
    {
        const string mount = "/sys/fs/cgroup";
        if (!File.Exists(mount + "/cgroup.controllers"))
            return null;
        // Below our own group if it may have children, else below the mount, where root may make some.
        foreach (var parent in new[] { mount + own.GetValueOrDefault(""), mount }.Distinct())
        {
            if (TryWrite(parent + "/cgroup.subtree_control", "+memory +pids +cpu") && MakeFolder(parent, "/", name) is { } folder
                && TryWrite(folder + "/cgroup.subtree_control", "+memory +pids +cpu"))
                return new CgroupRoot(folder, folder, folder, isUnified: true);
        }

        return null;
    }

    private static string? MakeFolder(string hierarchy, string? ownPath, string name)
    {
        var parent = hierarchy + ownPath;
        if (!Directory.Exists(parent))
            parent = hierarchy; // inside a container the path may be the host's
        if (!Directory.Exists(parent))
            return null;
        RemoveLeftovers(parent);
        var folder = Path.Combine(parent, $"actors-{Environment.ProcessId}-{name}");
        Directory.CreateDirectory(folder);
        return folder;
    }

    private static void RemoveLeftovers(string parent)
    {
        foreach (var folder in Directory.GetDirectories(parent, "actors-*"))
        {
            if (int.TryParse(Path.GetFileName(folder).Split('-')[1], NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
                && !Directory.Exists($"/proc/{pid}"))
                CgroupBox.RemoveFolder(folder);
        }
    }

    /// <summary>Our own group in each hierarchy; that of version 2 has the empty name.</summary>
    private static Dictionary<string, string> OwnPaths()
    {
        var paths = new Dictionary<string, string>();
        foreach (var fields in File.ReadLines("/proc/self/cgroup").Select(line => line.Split(':', 3)))
        {
            foreach (var controller in fields[1].Split(','))
                paths[controller] = fields[2];
        }

        return paths;
    }

    private static bool TryWrite(string file, string text)
    {
        try
        {
            File.WriteAllText(file, text);
            return true;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
