namespace Actors.Dataflow;

/// <summary>A flow that was ended by one of its actors, or that did not end in time.</summary>
public sealed class FlowEndedException(string message, FlowError? error) : Exception(message)
{
    /// <summary>What ended it; null: nothing did, it was only late.</summary>
    public FlowError? Error { get; } = error;
}
