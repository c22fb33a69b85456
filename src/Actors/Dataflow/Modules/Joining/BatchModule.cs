using System.ComponentModel.DataAnnotations;
using Actors.Dataflow.Data;
using Actors.Dataflow.Values;

namespace Actors.Dataflow.Modules.Joining;

/// <summary>Settings of <c>batch</c>.</summary>
public sealed record BatchSettings : ICheckedSettings
{
    /// <summary>Events of one batch.</summary>
    [Range(1, 1_000_000)]
    public int Size { get; init; } = 100;

    /// <summary>How long the first event of a batch waits at most.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "366")]
    public TimeSpan MaxAge { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Of the data of one batch; an event that is larger by itself is a batch of its own.</summary>
    [Range(1, 1 << 30)]
    public int MaxBytes { get; init; } = 1024 * 1024;

    /// <summary>Events with the same key go into one batch.</summary>
    public FlowTemplate Key { get; init; } = FlowTemplate.Parse("");

    /// <summary>Batches, one a key, that are begun. With one more, the oldest is sent as it is.</summary>
    [Range(1, 100_000)]
    public int MaxKeys { get; init; } = 1000;

    /// <summary>JSON: a list. XML: a root with the documents in it. Text: the texts with the separator between them.</summary>
    public BatchForm Form { get; init; } = BatchForm.Json;

    public string Root { get; init; } = "batch";

    public string Separator { get; init; } = "\n";

    public IEnumerable<SettingProblem> Problems()
    {
        if (!XmlNames.IsName(Root)) yield return new SettingProblem(nameof(Root), $"'{Root}' cannot be a name in XML");
    }
}

/// <summary>What the data of many events become.</summary>
public enum BatchForm
{
    Json,
    Xml,
    Text,
}

/// <summary>Makes one event of many: when there are enough of them, or bytes, or the first has waited long enough. It has the attributes <c>batch/key</c> and <c>batch/count</c>.</summary>
[FlowModule("batch", "Makes one event of many, by number, bytes, age and key.", Inboxes = [FlowModuleAttribute.Any])]
public sealed class BatchModule(BatchSettings settings) : FlowModule
{
    private readonly AgeMap<string, Batch> _batches = new();
    private ModuleTimer? _timer;

    protected override ValueTask StartAsync(CancellationToken cancel)
    {
        // An eighth: nobody waits much longer than was said.
        _timer = ModuleTimer.Start(Time, settings.MaxAge / 8, SendOldAsync, failure => SendErrorAsync(NewEvent(), FlowError.Of(Name, failure)));
        return ValueTask.CompletedTask;
    }

    protected override async ValueTask HandleAsync(FlowEvent item, string inbox, CancellationToken cancel)
    {
        // What cannot be a part of the batch must fail now, and not take the others with it.
        var part = settings.Form switch
        {
            BatchForm.Xml => item.As(DataKind.Xml),
            BatchForm.Json => item.Data is null ? item : item.As(DataKind.Json),
            _ => item.As(DataKind.Text),
        };
        var (key, bytes) = (settings.Key.Render(item), Batch.SizeOf(part));
        // While one is sent, other events may come and begin others.
        while (_batches.TryGet(key, out var full) && full.Bytes + bytes > settings.MaxBytes) await SendAsync(full);
        while (!_batches.TryGet(key, out _) && _batches.Count >= settings.MaxKeys) await SendAsync(_batches.Oldest!);
        if (!_batches.TryGet(key, out var batch)) batch = _batches.Add(key, new Batch(key, Time.GetTimestamp()));
        batch.Add(part, bytes);
        if (batch.Count >= settings.Size || batch.Bytes >= settings.MaxBytes) await SendAsync(batch);
    }

    protected override async ValueTask FlushAsync(CancellationToken cancel)
    {
        if (_timer is not null) await _timer.IdleAsync();
        while (_batches.Oldest is { } oldest) await SendAsync(oldest);
    }

    public override async ValueTask DisposeAsync()
    {
        if (_timer is not null) await _timer.DisposeAsync();
        await base.DisposeAsync();
    }

    private async ValueTask SendOldAsync()
    {
        while (_batches.Oldest is { } oldest && Time.GetElapsedTime(oldest.Since) >= settings.MaxAge) await SendAsync(oldest);
    }

    private ValueTask SendAsync(Batch batch)
    {
        _batches.Remove(batch.Key);
        var data = batch.Data(settings.Form, settings.Root, settings.Separator);
        return SendAsync(NewEvent(data).WithAttribute("batch/key", batch.Key).WithAttribute("batch/count", batch.Count));
    }
}
