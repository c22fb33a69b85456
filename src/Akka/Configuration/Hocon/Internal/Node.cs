namespace Akka.Configuration.Hocon.Internal;

/// <summary>
/// One value of a document. While a document is being read its nodes may be unresolved (substitutions, merges that must wait for one);
/// after <see cref="Resolver"/> only literals, arrays and objects are left, and nothing writes to a node any more.
/// </summary>
internal abstract class Node(Origin origin)
{
    internal Origin Origin { get; } = origin;

    /// <summary>True when the value is not known before the whole document is.</summary>
    internal virtual bool IsUnresolved => false;

    /// <summary>How an error message calls this kind of value.</summary>
    internal abstract string Description { get; }
}

internal sealed class LiteralNode(Origin origin, string text, bool quoted = false) : Node(origin)
{
    internal string Text { get; } = text;

    internal bool IsQuoted { get; } = quoted;

    /// <summary>Unquoted <c>null</c>: the key counts as not set, and it hides what a fallback says.</summary>
    internal bool IsNull => !IsQuoted && Text == "null";

    internal override string Description => IsNull ? "null" : $"\"{(Text.Length > 60 ? Text[..60] + "..." : Text)}\"";
}

internal sealed class ArrayNode(Origin origin, IReadOnlyList<Node> items) : Node(origin)
{
    internal IReadOnlyList<Node> Items { get; } = items;

    internal override string Description => "an array";
}
