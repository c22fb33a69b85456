using Actors.Jobs.Processes;
using Actors.Jobs.Sandboxes;

namespace Actors.Jobs.Runtimes;

/// <summary>
/// Finds out by running something in a box which runtimes work here: a worker that offered others would draw their jobs and fail every one of them.
/// </summary>
internal static class RuntimeTrials
{
    private static readonly JobLimits Small = new() { Wall = TimeSpan.FromSeconds(20), MemoryBytes = 256L << 20, OutputBytes = 1 << 16, DiskBytes = 16L << 20 };

    /// <summary>Why jobs of this runtime cannot run here; null when they can.</summary>
    public static string? Problem(IRuntime runtime, BoxStarter boxes)
    {
        try
        {
            return boxes.InNewBox(folders => Try(runtime, boxes, folders));
        }
        catch (Exception failure) when (failure is RuntimeException or BoxException or IOException or UnauthorizedAccessException)
        {
            return failure.Message;
        }
    }

    private static string? Try(IRuntime runtime, BoxStarter boxes, BoxFolders folders)
    {
        if (runtime.Trial(boxes.LayoutOf(folders)) is not { } program)
            return null;
        using var order = new BoxOrder();
        using var output = new OutputBuffer((int)Small.OutputBytes, folders.Root);
        var report = boxes.Run(program, folders, Small, order, output, new LogBuffer(1 << 10, 1 << 10));
        var (verdict, _, reason) = Verdicts.Judge(report, Small, saysOutOfMemory: false);
        return verdict == JobVerdict.Ok ? null : $"{program.Command[0]} does not work in sandbox {boxes.Sandbox.Name}: {reason} {report.Stderr}".TrimEnd();
    }
}
