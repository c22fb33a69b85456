using Akka.Actor;

namespace Akka.Remote.Internal.Wire;

/// <summary>Paths on the wire: without an address when they belong to the node that the field implies, absolute otherwise.</summary>
internal static class PathText
{
    /// <summary>Longest path taken off the wire; a sender's longer one loses its message there.</summary>
    public const int MaxBytes = 4 * 1024;

    /// <summary>A recipient always lives at the peer.</summary>
    public static string OfRecipient(ActorPath path) => WithUid(path.ToStringWithoutAddress(), path);

    /// <summary>A sender mostly lives here; what lives elsewhere names its address.</summary>
    public static string OfSender(ActorPath path, Address own) =>
        path.Address.HasLocalScope || path.Address == own ? WithUid(path.ToStringWithoutAddress(), path) : path.ToSerializationFormat();

    public static bool IsRelative(string text) => text.Length > 0 && text[0] == '/';

    private static string WithUid(string text, ActorPath path) => path.Uid == 0 ? text : text + "#" + path.Uid;
}
