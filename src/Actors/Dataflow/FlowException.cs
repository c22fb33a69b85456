using System.Collections.Immutable;

namespace Actors.Dataflow;

/// <summary>What a module throws to send the event that it handles to its error outbox with a kind of its own. Any other exception counts as <see cref="FlowErrorKind.Failed"/>.</summary>
public sealed class FlowException : Exception
{
    public FlowException(FlowErrorKind kind, string message, Exception? cause = null)
        : this(kind, [message], cause)
    {
    }

    /// <param name="kind">What went wrong.</param>
    /// <param name="messages">All that is wrong, for example each violation of a schema; at least one.</param>
    /// <param name="cause">What was thrown before, if something was.</param>
    public FlowException(FlowErrorKind kind, IEnumerable<string> messages, Exception? cause = null)
        : this(kind, messages.ToImmutableArray(), cause)
    {
    }

    private FlowException(FlowErrorKind kind, ImmutableArray<string> messages, Exception? cause)
        : base(string.Join("; ", messages), cause)
    {
        Kind = kind;
        Messages = messages;
    }

    public FlowErrorKind Kind { get; }

    public ImmutableArray<string> Messages { get; }

    /// <summary>A code of the program's own, for those who reply to the event; null: none.</summary>
    public string? Code { get; init; }

    /// <summary>Headers for a reply, for example <c>WWW-Authenticate</c> or <c>Allow</c>.</summary>
    public ImmutableDictionary<string, string> Headers { get; init; } = ImmutableDictionary<string, string>.Empty;
}
