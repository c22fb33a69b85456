using System.Collections.Immutable;

namespace Actors.Dataflow;

/// <summary>What is known of a failure; the event that carries it still has the data that failed.</summary>
/// <param name="Kind">What went wrong.</param>
/// <param name="Actor">Where: the name of the flow actor.</param>
/// <param name="Messages">All that is wrong; at least one.</param>
public sealed record FlowError(FlowErrorKind Kind, string Actor, ImmutableArray<string> Messages)
{
    /// <summary>A code of the program's own; null: none.</summary>
    public string? Code { get; init; }

    /// <summary>The type of the exception that was thrown.</summary>
    public string Type { get; init; } = "";

    /// <summary>Its stack, for people; empty for what was thrown to say that the event is wrong.</summary>
    public string Stack { get; init; } = "";

    public ImmutableDictionary<string, string> Headers { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>A module threw something that it did not mean to throw: not for strangers, who may read in it what they should not.</summary>
    public bool IsUnforeseen => Kind == FlowErrorKind.Failed && Stack.Length > 0;

    public int Status => FlowErrorKinds.StatusOf(Kind);

    public string Message => string.Join("; ", Messages);

    /// <param name="actor">The name of the flow actor.</param>
    /// <param name="failure">What it threw.</param>
    public static FlowError Of(string actor, Exception failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return failure switch
        {
            FlowException known => new FlowError(known.Kind, actor, known.Messages) { Code = known.Code, Headers = known.Headers, Type = known.GetType().FullName! },
            OperationCanceledException => Unforeseen(FlowErrorKind.Timeout, actor, failure),
            _ => Unforeseen(FlowErrorKind.Failed, actor, failure),
        };
    }

    private static FlowError Unforeseen(FlowErrorKind kind, string actor, Exception failure) =>
        new(kind, actor, [failure.Message]) { Type = failure.GetType().FullName!, Stack = failure.StackTrace ?? "" };
}
