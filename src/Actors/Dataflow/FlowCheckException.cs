using System.Collections.Immutable;
using Actors.Dataflow.Graphs;

namespace Actors.Dataflow;

/// <summary>A flow that is wrong, with all that is wrong about it.</summary>
public sealed class FlowCheckException(ImmutableArray<FlowProblem> problems) : Exception(string.Join(Environment.NewLine, problems))
{
    public ImmutableArray<FlowProblem> Problems { get; } = problems;
}
