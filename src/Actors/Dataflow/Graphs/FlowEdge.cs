namespace Actors.Dataflow.Graphs;

/// <summary>A way for events from an outbox to an inbox.</summary>
public sealed record FlowEdge(FlowPort From, FlowPort To)
{
    public const string ErrorOutbox = "errors";

    public const string LogOutbox = "logs";

    public EdgeKind Kind { get; init; } = EdgeKind.Events;

    /// <summary>Where it was written, for example <c>hello.conf:12</c>; null in programs. Not a part of what the edge is.</summary>
    public FlowPlace? Place { get; init; }

    public override string ToString() => Kind switch
    {
        EdgeKind.Errors => $"{From.Actor} !> {To}",
        EdgeKind.Logs => $"{From.Actor} #> {To}",
        _ => $"{From} -> {To}",
    };
}

/// <summary>A place in a file. Equal to every other, so that graphs are compared by what they mean and not by where they were written.</summary>
public sealed class FlowPlace(string file, int line) : IEquatable<FlowPlace>
{
    public string File { get; } = file;

    public int Line { get; } = line;

    public bool Equals(FlowPlace? other) => other is not null;

    public override bool Equals(object? obj) => obj is FlowPlace;

    public override int GetHashCode() => 0;

    public override string ToString() => Line == 0 ? File : $"{File}:{Line}";
}
