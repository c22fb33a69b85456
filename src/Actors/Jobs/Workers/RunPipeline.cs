using System.Collections.Frozen;
using Actors.Jobs.Processes;
using Actors.Jobs.Runtimes;
using Actors.Jobs.Sandboxes;
using Actors.Storage;
using Google.Protobuf;

namespace Actors.Jobs.Workers;

/// <summary>One run from its inputs to its stored output. Whatever happens, the answer is an outcome.</summary>
internal sealed class RunPipeline(
    IObjectStore store, InputCache inputs, BoxStarter boxes, FrozenDictionary<string, IRuntime> runtimes, RunLimits limits, IdSource ids, TimeProvider time)
{
    private const int MaxSourceBytes = 16 << 20;

    public async Task<RunOutcome> RunAsync(JobSpec job, BoxOrder order)
    {
        try
        {
            if (!runtimes.TryGetValue(job.Runtime, out var runtime))
                return Outcome(JobVerdict.Sandbox, $"this worker has no runtime '{job.Runtime}'");
            var folders = boxes.NewBox();
            try
            {
                var source = await FetchAsync(job, folders, order.Killed).ConfigureAwait(false);
                return await RunBoxAsync(job, runtime, source, folders, order).ConfigureAwait(false);
            }
            finally
            {
                WorkFolder.Remove(folders);
            }
        }
        catch (OperationCanceledException)
        {
            return Outcome(JobVerdict.Cancelled, order.KillReason ?? "it was stopped");
        }
        catch (ActorsException failure)
        {
            return Outcome(JobVerdict.Lost, failure.Message);
        }
        catch (RuntimeException failure)
        {
            var outcome = Outcome(JobVerdict.Exit, failure.Message);
            outcome.ExitCode = failure.ExitCode;
            outcome.Stderr = ByteString.CopyFromUtf8(failure.Log);
            return outcome;
        }
        catch (Exception failure) // the host of foreign programs must survive; the broker tries the job elsewhere
        {
            return Outcome(JobVerdict.Sandbox, failure.Message);
        }
    }

    /// <summary>The inputs into the net folder, the last of equal names winning; returns the source.</summary>
    private async Task<ReadOnlyMemory<byte>> FetchAsync(JobSpec job, BoxFolders folders, CancellationToken cancel)
    {
        var bytes = 0L;
        foreach (var input in job.Inputs.GroupBy(input => input.Name).Select(same => same.Last()))
        {
            bytes += await inputs.PlaceAsync(input.Id, Path.Combine(folders.Net, input.Name), limits.FetchPatience, cancel).ConfigureAwait(false);
            if (bytes > limits.MaxInputBytes)
                throw new RuntimeException($"its inputs have more than the {limits.MaxInputBytes} bytes that this worker takes (actors.jobs.worker.max-input-size)", "", exitCode: 1);
        }

        if (job.Source.Stored is not { } stored)
            return job.Source.Text.Memory;
        var path = Path.Combine(folders.Root, "source");
        await inputs.PlaceAsync(stored, path, limits.FetchPatience, cancel).ConfigureAwait(false);
        return new FileInfo(path).Length <= MaxSourceBytes
            ? await File.ReadAllBytesAsync(path, cancel).ConfigureAwait(false)
            : throw new RuntimeException($"the source has more than {MaxSourceBytes >> 20} MiB", "", exitCode: 1);
    }

    private async Task<RunOutcome> RunBoxAsync(JobSpec job, IRuntime runtime, ReadOnlyMemory<byte> source, BoxFolders folders, BoxOrder order)
    {
        using var output = new OutputBuffer(limits.InlineOutputBytes, folders.Root);
        var log = new LogBuffer(limits.LogHeadBytes, limits.LogTailBytes);
        var report = await BoxThread.RunAsync(() =>
        {
            var program = runtime.Prepare(job, source, folders, boxes.LayoutOf(folders), order);
            return boxes.Run(program, folders, job.Limits, order, output, log);
        }).ConfigureAwait(false);
        var (verdict, signal, reason) = Verdicts.Judge(report, job.Limits, runtime.SaysOutOfMemory(report));
        var outcome = Outcome(verdict, reason);
        outcome.Signal = signal;
        outcome.ExitCode = report.Exit.Code;
        outcome.WallMs = (long)report.Wall.TotalMilliseconds;
        outcome.CpuMs = (long)report.Cpu.TotalMilliseconds;
        outcome.PeakMemoryBytes = report.PeakBytes;
        outcome.Stderr = UnsafeByteOperations.UnsafeWrap(log.ToArray());
        outcome.StderrDropped = log.Dropped;
        if (verdict == JobVerdict.Ok)
            await StoreAsync(outcome, output, order.Killed).ConfigureAwait(false);
        return outcome;
    }

    /// <summary>A small output travels in the result and is stored by the broker; a large one is stored here, under an id that only this run knows.</summary>
    private async Task StoreAsync(RunOutcome outcome, OutputBuffer output, CancellationToken cancel)
    {
        var id = ObjectId.New(ids);
        outcome.ObjectId = id.ToWire();
        outcome.Length = output.Length;
        outcome.Sha256 = UnsafeByteOperations.UnsafeWrap(output.Sha256());
        if (output.Inline is { } small)
        {
            outcome.InlineOutput = ByteString.CopyFrom(small.Span);
            return;
        }

        var start = time.GetTimestamp();
        for (var failures = 1; ; failures++)
        {
            try
            {
                // Without a name: the declared output has it, and lists show one object a job.
                await store.PutAsync(id, "", output.Read(), cancel).ConfigureAwait(false);
                return;
            }
            catch (ActorsException failure) when (failure.Code is ErrorCodes.Unavailable or ErrorCodes.Timeout && time.GetElapsedTime(start) < limits.StorePatience)
            {
                await Task.Delay(Dispatch.Backoff.After(failures, TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(5)), time, cancel).ConfigureAwait(false);
            }
        }
    }

    private static RunOutcome Outcome(JobVerdict verdict, string reason) => new() { Verdict = verdict, Reason = reason };
}

/// <summary>What a run may keep and how long it may wait for the store.</summary>
internal sealed record RunLimits
{
    /// <summary>Head and tail together: with an inline output and what else a result says they stay below a message's 128,000 bytes.</summary>
    public const int MostLogBytes = 48 << 10;

    public int InlineOutputBytes { get; init; } = 64 << 10;

    public int LogHeadBytes { get; init; } = 8 << 10;

    public int LogTailBytes { get; init; } = 24 << 10;

    /// <summary>All inputs of a job together.</summary>
    public long MaxInputBytes { get; init; } = 16L << 30;

    public TimeSpan FetchPatience { get; init; } = TimeSpan.FromMinutes(1);

    public TimeSpan StorePatience { get; init; } = TimeSpan.FromMinutes(1);
}
