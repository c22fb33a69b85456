namespace Actors.Dataflow.Graphs;

/// <summary>Something that is wrong with a flow: one line that says what, where and what to do.</summary>
/// <param name="Message">What is wrong, what was expected, and what to do.</param>
/// <param name="Place">Where it was written; null in programs.</param>
public sealed record FlowProblem(string Message, FlowPlace? Place)
{
    public override string ToString() => Place is null ? Message : $"{Place}: {Message}";
}
