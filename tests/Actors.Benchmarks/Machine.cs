using System.Globalization;
using System.Runtime.InteropServices;

namespace Actors.Benchmarks;

/// <summary>What a figure was measured on: without it no figure means anything.</summary>
internal static class Machine
{
    public static string Name { get; } = string.Join(", ",
        $"{Environment.ProcessorCount} processors ({Processor()})",
        $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1 << 30)} GiB",
        RuntimeInformation.OSDescription,
        $".NET {Environment.Version}",
        $"{(System.Runtime.GCSettings.IsServerGC ? "server" : "workstation")} GC");

    /// <summary>Over the last minute: how busy the machine was with other things.</summary>
    public static string Load => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";

    private static string Processor()
    {
        const string key = "model name";
        var line = File.Exists("/proc/cpuinfo") ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith(key, false, CultureInfo.InvariantCulture)) : null;
        return line is null ? RuntimeInformation.ProcessArchitecture.ToString() : line[(line.IndexOf(':') + 1)..].Trim();
    }
}
