using System.Globalization;
using Actors.Dataflow.Data;

namespace Actors.Dataflow.Modules.Sinks;

/// <summary>Settings of <c>stdout</c>.</summary>
public sealed record StdoutSettings
{
    public string Prefix { get; init; } = "";

    /// <summary>The time of writing before each line.</summary>
    public bool Timestamp { get; init; }

    /// <summary>The whole event as JSON, instead of its data.</summary>
    public bool Complete { get; init; }
}

/// <summary>Prints events, and sends them on. What fails shows its error. The program may give another <see cref="TextWriter"/> to the director.</summary>
[FlowModule("stdout", "Prints events, and sends them on.", Inboxes = [FlowModuleAttribute.Any])]
public sealed class StdoutModule(StdoutSettings settings) : FlowModule
{
    private TextWriter _output = TextWriter.Null;

    protected override ValueTask StartAsync(CancellationToken cancel)
    {
        _output = Find<TextWriter>() ?? Console.Out;
        return ValueTask.CompletedTask;
    }

    protected override ValueTask HandleAsync(FlowEvent item, string inbox, CancellationToken cancel)
    {
        var time = settings.Timestamp ? string.Create(CultureInfo.InvariantCulture, $"[{Time.GetLocalNow():yyyy-MM-dd HH:mm:ss.ffffff}] ") : "";
        _output.WriteLine($"{time}{settings.Prefix}{(settings.Complete ? EventText.Complete(item) : EventText.Line(item))}");
        return SendOnAsync(item);
    }
}
