using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using Actors.Jobs.Processes;
using Actors.Jobs.Sandboxes;

namespace Actors.Jobs.Runtimes;

/// <summary>
/// C# scripts and single-file programs: compiled once for each source, in a box of its own, then run by the job host. The compiler takes a second, the
/// host less than a tenth of one.
/// </summary>
internal sealed class CSharpRuntime(DotNetRoot? dotNet, AssemblyCache cache) : IRuntime
{
    private const string AssemblyName = "job.dll";
    private const string DotNetInside = "/dotnet";
    private const string HostInside = "/host";
    private const int CommandNotFound = 127;
    private const long TrialMemoryBytes = 256L << 20;

    public ImmutableArray<BoxMount> Mounts { get; } = MountsOf(dotNet);

    public Program? Trial(BoxLayout layout) => Host(layout, TrialMemoryBytes, ["check"]);

    public Program Prepare(JobSpec job, ReadOnlyMemory<byte> source, BoxFolders folders, BoxLayout layout, BoxOrder order)
    {
        var key = Convert.ToHexStringLower(SHA256.HashData(source.Span));
        var assembly = cache.Get(key, source, Compiler, order);
        JobFiles.Write(folders, AssemblyName, assembly.Span);
        return Host(layout, job.Limits.MemoryBytes, ["run", layout.Job + "/" + AssemblyName, .. job.Arguments]);
    }

    public bool SaysOutOfMemory(BoxReport report) =>
        report.Exit.Code != 0 && report.Stderr.Contains("Unhandled exception: System.OutOfMemoryException", StringComparison.Ordinal);

    /// <summary>What its programs need to see of the host.</summary>
    public static ImmutableArray<BoxMount> MountsOf(DotNetRoot? dotNet) =>
        dotNet is null ? [] : [new BoxMount(dotNet.Root, DotNetInside), new BoxMount(dotNet.JobHostFolder, HostInside)];

    /// <summary>The command that compiles <paramref name="sourcePath"/> to stdout.</summary>
    private Program Compiler(BoxLayout layout, string sourcePath, long memoryBytes) => Host(layout, memoryBytes, ["compile", sourcePath]);

    private Program Host(BoxLayout layout, long memoryBytes, ImmutableArray<string> arguments)
    {
        if (dotNet is null)
            throw new RuntimeException("there is no dotnet or no job host on this worker", "", CommandNotFound);
        var isBoxed = layout == BoxLayout.Boxed;
        var root = isBoxed ? DotNetInside : dotNet.Root;
        var host = isBoxed ? HostInside : dotNet.JobHostFolder;
        return new Program([Path.Combine(root, isBoxed ? "dotnet" : DotNetRoot.Muxer), "exec", Path.Combine(host, "Actors.JobHost.dll"), .. arguments])
        {
            Environment = [.. PlainEnvironment.Of(layout), .. Settings(memoryBytes)],
            Mounts = isBoxed ? Mounts : [],
            ReservesMuchMemory = true,
        };
    }

    private static KeyValuePair<string, string>[] Settings(long memoryBytes) =>
    [
        // A quarter is left for the runtime itself, compiled code and stacks.
        new("DOTNET_GCHeapHardLimit", (memoryBytes / 4 * 3).ToString("x", CultureInfo.InvariantCulture)),
        new("DOTNET_gcConcurrent", "0"),
        new("DOTNET_EnableDiagnostics", "0"), // no debugger's socket, and a few milliseconds less
        new("DOTNET_EnableWriteXorExecute", "0"), // it maps a file of 2 GiB, beyond the limit on file sizes
        new("DOTNET_TieredPGO", "0"),
        new("DOTNET_NOLOGO", "1"),
    ];
}
