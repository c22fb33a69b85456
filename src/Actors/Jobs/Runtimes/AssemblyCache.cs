using System.Runtime.ExceptionServices;
using Actors.Jobs.Processes;
using Actors.Jobs.Sandboxes;
using Actors.Jobs.Workers;

namespace Actors.Jobs.Runtimes;

/// <summary>
/// Compiled sources by their hash. A source that several runs want at a time is compiled once, the others wait; one that does not compile is
/// remembered too. Blocks its caller, which has a thread of its own.
/// </summary>
internal sealed class AssemblyCache(BoxStarter boxes)
{
    /// <summary>Makes the compiler's command for a source file.</summary>
    public delegate Program CompilerOf(BoxLayout layout, string sourcePath, long memoryBytes);

    private const long MostBytes = 64L << 20; // a program has some ten kilobytes
    private const long OverheadBytes = 1 << 10; // of an entry, so that a million empty ones have a limit too
    private const string SourceName = "job.cs";
    private static readonly JobLimits CompilerLimits = new()
    {
        Wall = TimeSpan.FromMinutes(2), // above cpu, so that a source that is too much for the compiler is told from a machine that is too busy
        Cpu = TimeSpan.FromMinutes(1),
        MemoryBytes = 1L << 30,
        OutputBytes = 16L << 20,
        Processes = 64,
    };

    private readonly Lock _gate = new(); // guards the two collections; compiling is done outside
    private readonly Dictionary<string, TaskCompletionSource<Compiled>> _entries = [];
    private readonly UseOrder<string> _byUse = new(MostBytes);

    /// <exception cref="RuntimeException">It does not compile; the log has the compiler's messages.</exception>
    /// <exception cref="BoxException">The compiler could not be run.</exception>
    /// <exception cref="OperationCanceledException">The order has ended this run.</exception>
    public ReadOnlyMemory<byte> Get(string key, ReadOnlyMemory<byte> source, CompilerOf compiler, BoxOrder order)
    {
        while (true)
        {
            var entry = Find(key, out var isNew);
            if (isNew)
                Fill(key, entry, source, compiler, order);
            try
            {
                entry.Task.Wait(order.Killed);
                var compiled = entry.Task.Result;
                return compiled.Problem is null ? compiled.Assembly : throw new RuntimeException(compiled.Problem, compiled.Messages, exitCode: 1);
            }
            catch (AggregateException failure) when (failure.InnerException is OperationCanceledException && order.KillReason is null)
            {
                // The run that compiled it was stopped; now it is our turn.
            }
            catch (AggregateException failure) when (failure.InnerException is { } inner)
            {
                ExceptionDispatchInfo.Throw(inner);
            }
        }
    }

    private TaskCompletionSource<Compiled> Find(string key, out bool isNew)
    {
        lock (_gate)
        {
            isNew = !_entries.TryGetValue(key, out var entry);
            if (entry is null)
                return _entries[key] = new TaskCompletionSource<Compiled>(TaskCreationOptions.RunContinuationsAsynchronously);
            if (entry.Task.IsCompletedSuccessfully)
                _byUse.Use(key, entry.Task.Result.Bytes);
            return entry;
        }
    }

    private void Fill(string key, TaskCompletionSource<Compiled> entry, ReadOnlyMemory<byte> source, CompilerOf compiler, BoxOrder order)
    {
        try
        {
            var compiled = Compile(source, compiler, order);
            lock (_gate)
            {
                foreach (var oldest in _byUse.Use(key, compiled.Bytes))
                    _entries.Remove(oldest);
            }

            entry.SetResult(compiled);
        }
        catch (Exception failure) // goes to all who wait; it was not the source's fault, so the next run tries again
        {
            lock (_gate)
                _entries.Remove(key);
            entry.SetException(failure);
        }
    }

    private Compiled Compile(ReadOnlyMemory<byte> source, CompilerOf compiler, BoxOrder order) => boxes.InNewBox(folders =>
    {
        JobFiles.Write(folders, SourceName, source.Span);
        var layout = boxes.LayoutOf(folders);
        using var output = new OutputBuffer((int)CompilerLimits.OutputBytes, folders.Root);
        var log = new LogBuffer(16 << 10, 16 << 10);
        var program = compiler(layout, layout.Job + "/" + SourceName, CompilerLimits.MemoryBytes);
        var report = boxes.Run(program, folders, CompilerLimits, order, output, log);
        var (verdict, _, reason) = Verdicts.Judge(report, CompilerLimits, saysOutOfMemory: false);
        return verdict switch
        {
            JobVerdict.Ok => new Compiled(output.Inline!.Value.ToArray(), null, ""),
            JobVerdict.Exit when report.Exit.Code == 1 => new Compiled(default, "the source does not compile: " + FirstLine(log.ToString()), log.ToString()),
            JobVerdict.Cancelled => throw new OperationCanceledException(reason),
            JobVerdict.Sandbox or JobVerdict.Time => throw new BoxException($"the compiler failed: {reason} {report.Stderr}".TrimEnd()),
            // The compiler works here, or this worker would not offer it: it is this source that is too much for it, anywhere.
            _ => new Compiled(default, $"the source is too much for the compiler: {reason}", report.Stderr),
        };
    });

    private static string FirstLine(string messages) => new StringReader(messages).ReadLine() ?? "";

    /// <param name="Assembly">Empty when there is a problem.</param>
    /// <param name="Problem">What is wrong with the source; null when nothing is.</param>
    /// <param name="Messages">What the compiler has to say.</param>
    private sealed record Compiled(ReadOnlyMemory<byte> Assembly, string? Problem, string Messages)
    {
        public long Bytes => Assembly.Length + Messages.Length + OverheadBytes;
    }
}
