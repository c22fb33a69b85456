using Actors.Dataflow.Data;

namespace Actors.Dataflow;

/// <summary>Describes a module: its name in flow files and its ports. What it says is checked before a flow starts, and is what <c>actors flow modules</c> shows.</summary>
/// <param name="name">Lower-case words with hyphens, for example <c>json-schema</c>.</param>
/// <param name="summary">One sentence.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class FlowModuleAttribute(string name, string summary) : Attribute
{
    /// <summary>A port of this name stands for any number of ports, named as edges name them, or else by who is at the other end.</summary>
    public const string Any = "*";

    public string Name { get; } = name;

    public string Summary { get; } = summary;

    /// <summary>Inboxes; one that ends in <c>?</c> may be left unconnected. Empty: a source.</summary>
    public string[] Inboxes { get; init; } = ["inbox"];

    /// <summary>Outboxes beside the error and the log outbox, which every module has. Unconnected ones drop what they are given, and count it. Empty: a sink.</summary>
    public string[] Outboxes { get; init; } = ["outbox"];

    /// <summary>False: what comes out is not caused by what comes in, as with a server whose inbox takes replies. Edges through it make no circle, and its outboxes close before its inboxes.</summary>
    public bool Relays { get; init; } = true;

    /// <summary>The form into which data are converted before the module sees them; <see cref="DataKind.Value"/>: as they come.</summary>
    public DataKind Accepts { get; init; } = DataKind.Value;

    /// <summary>The form of what comes out; <see cref="DataKind.Value"/>: any.</summary>
    public DataKind Emits { get; init; } = DataKind.Value;

    /// <summary>True: only events that came with an HTTP request make sense here.</summary>
    public bool NeedsHttp { get; init; }

    /// <summary>True: what comes out has an HTTP side.</summary>
    public bool MakesHttp { get; init; }

    /// <summary>What the module takes from the program by <c>Require</c>, for example <c>typeof(ComputeCloud)</c>: a flow without it does not start.</summary>
    public Type[] Needs { get; init; } = [];
}
