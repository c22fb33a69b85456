using Actors.Jobs.Processes;
using Actors.Jobs.Sandboxes;

namespace Actors.Jobs.Runtimes;

/// <summary>
/// Compiled sources by their hash. A source that several runs want at a time is compiled once, the others wait; one that does not compile is
/// remembered too. Blocks its caller, which has a thread of its own.
/// </summary>
internal sealed class AssemblyCache(BoxStarter boxes)
{
    /// <summary>Makes the compiler's command for a source file.</summary>
    public delegate Program CompilerOf(BoxLayout layout, string sourcePath, long memoryBytes);

    private const int MostEntries = 200; // a program has some ten kilobytes
    private const string SourceName = "job.cs";
    private static readonly JobLimits CompilerLimits = new()
    {
        Wall = TimeSpan.FromMinutes(1),
        Cpu = TimeSpan.FromMinutes(1),
        MemoryBytes = 1L << 30,
        OutputBytes = 16L << 20,
        Processes = 64,
    };

    private readonly Lock _gate = new(); // guards the two collections; compiling is done outside
    private readonly Dictionary<string, Lazy<Compiled>> _entries = [];
    private readonly LinkedList<string> _byUse = new();

    /// <exception cref="RuntimeException">It does not compile; the log has the compiler's messages.</exception>
    /// <exception cref="BoxException">The compiler could not be run.</exception>
    public ReadOnlyMemory<byte> Get(string key, ReadOnlyMemory<byte> source, CompilerOf compiler)
    {
        var entry = Find(key, source, compiler);
        try
        {
            var compiled = entry.Value;
            return compiled.Messages is null ? compiled.Assembly : throw new RuntimeException(FirstError(compiled.Messages), compiled.Messages, exitCode: 1);
        }
        catch (BoxException)
        {
            Forget(key, entry); // that was not the source's fault: the next run tries again
            throw;
        }
    }

    private Lazy<Compiled> Find(string key, ReadOnlyMemory<byte> source, CompilerOf compiler)
    {
        lock (_gate)
        {
            _byUse.Remove(key);
            _byUse.AddLast(key);
            if (_entries.TryGetValue(key, out var entry))
                return entry;
            if (_entries.Count >= MostEntries)
            {
                _entries.Remove(_byUse.First!.Value);
                _byUse.RemoveFirst();
            }

            return _entries[key] = new Lazy<Compiled>(() => Compile(source, compiler));
        }
    }

    private void Forget(string key, Lazy<Compiled> entry)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue(key, out var current) || current != entry)
                return;
            _entries.Remove(key);
            _byUse.Remove(key);
        }
    }

    private Compiled Compile(ReadOnlyMemory<byte> source, CompilerOf compiler) => boxes.InNewBox(folders =>
    {
        JobFiles.Write(folders, SourceName, source.Span);
        var layout = boxes.LayoutOf(folders);
        using var output = new OutputBuffer((int)CompilerLimits.OutputBytes, folders.Root);
        var log = new LogBuffer(16 << 10, 16 << 10);
        var program = compiler(layout, layout.Job + "/" + SourceName, CompilerLimits.MemoryBytes);
        var report = boxes.Run(program, folders, CompilerLimits, new BoxOrder(), output, log);
        var (verdict, _, reason) = Verdicts.Judge(report, CompilerLimits, saysOutOfMemory: false);
        return verdict switch
        {
            JobVerdict.Ok => new Compiled(output.Inline!.Value.ToArray(), null),
            JobVerdict.Exit when report.Exit.Code == 1 => new Compiled(default, log.ToString()),
            _ => throw new BoxException($"the compiler failed: {reason} {report.Stderr}".TrimEnd()),
        };
    });

    private static string FirstError(string messages) => "the source does not compile: " + new StringReader(messages).ReadLine();

    private sealed record Compiled(ReadOnlyMemory<byte> Assembly, string? Messages);
}
