namespace Actors.Dataflow.Modules.Routing;

/// <summary>Settings that name outboxes. They are checked: an event for an outbox that nobody has connected would be dropped.</summary>
public interface INamesOutboxes
{
    /// <summary>The names; one with a <c>*</c> stands for all that fit.</summary>
    IEnumerable<string> NamedOutboxes { get; }
}

/// <summary>Names of outboxes with <c>*</c> in them.</summary>
internal static class OutboxNames
{
    public static IEnumerable<string> Matching(string name, IReadOnlyList<string> outboxes) =>
        name.Contains('*') ? outboxes.Where(outbox => System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(name, outbox, ignoreCase: false)) : [name];
}
