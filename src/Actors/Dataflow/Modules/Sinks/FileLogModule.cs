using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Actors.Dataflow.Data;
using Actors.Dataflow.Values;

namespace Actors.Dataflow.Modules.Sinks;

/// <summary>Settings of <c>file-log</c>.</summary>
public sealed record FileLogSettings : ICheckedSettings
{
    /// <summary>Everything is written in here; it is made if it is missing.</summary>
    public required FilePath Folder { get; init; }

    /// <summary>The file, by event: <c>{customer/region}/{created:yyyy-MM-dd}.log</c>. What would lie outside the folder is an error.</summary>
    public FlowTemplate File { get; init; } = FlowTemplate.Parse("events.log");

    /// <summary>What is written; null: the data, and why the event failed if it did.</summary>
    public FlowTemplate? Line { get; init; }

    /// <summary>The whole event as JSON, instead.</summary>
    public bool Complete { get; init; }

    /// <summary>Of one file; then it is put aside.</summary>
    [Range(1, 1L << 40)]
    public long MaxBytes { get; init; } = 20 * 1024 * 1024;

    /// <summary>Files that were put aside, for each file.</summary>
    [Range(0, 1000)]
    public int Kept { get; init; } = 10;

    /// <summary>Files that are open; with one more, the one opened first is closed.</summary>
    [Range(1, 10_000)]
    public int MaxOpen { get; init; } = 64;

    /// <summary>What matches is not written; of an expression with groups, what these match.</summary>
    public IReadOnlyList<FlowPattern> Redact { get; init; } = [];

    /// <summary>What is written instead.</summary>
    public string RedactedAs { get; init; } = "REDACTED";

    [Range(typeof(TimeSpan), "00:00:00.001", "00:10:00")]
    public TimeSpan MatchLimit { get; init; } = FlowPattern.DefaultLimit;

    public IEnumerable<SettingProblem> Problems()
    {
        if (Line is not null && Complete) yield return new SettingProblem(nameof(Line), "line and complete are both set; one of them says what is written");
        if (System.IO.File.Exists(Folder.Full)) yield return new SettingProblem(nameof(Folder), $"{Folder} is a file");
    }
}

/// <summary>Writes a line for each event into files that rotate, without what is secret in it, and sends the event on.</summary>
[FlowModule("file-log", "Writes events into files that rotate, without what is secret in them, and sends them on.", Inboxes = [FlowModuleAttribute.Any])]
public sealed class FileLogModule(FileLogSettings settings) : FlowModule
{
    private readonly AgeMap<string, RotatingFile> _open = new();
    private readonly FlowPattern[] _redact = [.. settings.Redact.Select(pattern => pattern.Within(settings.MatchLimit))];

    protected override ValueTask HandleAsync(FlowEvent item, string inbox, CancellationToken cancel)
    {
        var text = settings.Complete ? EventText.Complete(item) : settings.Line?.Render(item) ?? EventText.Line(item);
        text = _redact.Aggregate(text, (line, pattern) => pattern.Replace(line, settings.RedactedAs));
        Write(PathOf(settings.File.Render(item)), text + "\n");
        return SendOnAsync(item);
    }

    public override ValueTask DisposeAsync()
    {
        while (_open.Oldest is not null) CloseOldest();
        return base.DisposeAsync();
    }

    // A file that could not be written is opened anew with the next event: the disk may have room again, or the file be another one.
    private void Write(string path, string text)
    {
        try
        {
            FileOf(path).Append(text);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Close(path);
            throw new FlowException(FlowErrorKind.Unavailable, $"{path} cannot be written: {failure.Message}", failure);
        }
    }

    // The name may come from a stranger.
    private string PathOf(string name)
    {
        var parts = name.Split('/', '\\');
        return IsPutAside(parts[^1]) || parts.Any(part => part is "" or "." or ".." || part.Any(char.IsControl)) || Path.IsPathRooted(name) || name.Contains(':')
            ? throw new FlowException(FlowErrorKind.Unprocessable, $"'{name}' cannot be the name of a file in the folder")
            : Path.Combine(settings.Folder.Full, Path.Combine(parts));
    }

    // As the files are called that were put aside: one would be written over.
    private bool IsPutAside(string name) =>
        name.LastIndexOf('.') is var dot and >= 0 && int.TryParse(name.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && name[dot + 1] != '0' && number <= settings.Kept;

    private RotatingFile FileOf(string path)
    {
        if (_open.TryGet(path, out var known)) return known;
        while (_open.Count >= settings.MaxOpen) CloseOldest();
        return _open.Add(path, new RotatingFile(path, settings.MaxBytes, settings.Kept));
    }

    private void CloseOldest() => Close(_open.OldestEntry!.Value.Key);

    private void Close(string path)
    {
        if (!_open.TryGet(path, out var file)) return;
        _open.Remove(path);
        file.Dispose();
    }
}
