using System.Globalization;

namespace Actors.Jobs.Processes;

/// <summary>Reads from <c>/proc</c> who descends from whom and what they use. Processes come and go meanwhile: what is gone counts as nothing.</summary>
internal static class ProcessTree
{
    private static readonly long PageBytes = Environment.SystemPageSize;
    private static readonly TimeSpan ClockTick = TimeSpan.FromMilliseconds(10); // USER_HZ is 100 wherever .NET runs

    /// <summary>All descendants, parents before children, without the process itself.</summary>
    public static List<int> DescendantsOf(int pid)
    {
        var found = new List<int>();
        var toVisit = new Queue<int>([pid]);
        while (toVisit.TryDequeue(out var parent))
        {
            foreach (var child in ChildrenOf(parent))
            {
                found.Add(child);
                toVisit.Enqueue(child);
            }
        }

        return found;
    }

    /// <summary>What each of the descendants uses.</summary>
    public static List<ProcessUse> UsageOf(int pid)
    {
        var found = new List<ProcessUse>();
        foreach (var process in DescendantsOf(pid))
        {
            // After the name in brackets, which may hold anything: state, ppid, ... utime 12th, stime 13th, those of waited-for children, threads 18th, start 20th, rss 22nd.
            var stat = ReadOrEmpty($"/proc/{process}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length < 22)
                continue;
            found.Add(new ProcessUse(process, Number(fields[19]))
            {
                Cpu = ClockTick * (Number(fields[11]) + Number(fields[12])),
                WaitedForCpu = ClockTick * (Number(fields[13]) + Number(fields[14])),
                Tasks = (int)Number(fields[17]),
                ResidentBytes = Number(fields[21]) * PageBytes,
            });
        }

        return found;
    }

    private static IEnumerable<int> ChildrenOf(int pid)
    {
        string[] threads;
        try
        {
            threads = Directory.GetDirectories($"/proc/{pid}/task");
        }
        catch (IOException)
        {
            return [];
        }

        return threads
            .SelectMany(thread => ReadOrEmpty(thread + "/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(child => (int)Number(child));
    }

    private static long Number(string text) => long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static string ReadOrEmpty(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}

/// <summary>What one process uses; its number and its start together are its own for ever.</summary>
internal readonly record struct ProcessUse(int Pid, long Start)
{
    public TimeSpan Cpu { get; init; }

    /// <summary>Of its children that have ended and that it has asked about.</summary>
    public TimeSpan WaitedForCpu { get; init; }

    public int Tasks { get; init; }

    public long ResidentBytes { get; init; }
}
