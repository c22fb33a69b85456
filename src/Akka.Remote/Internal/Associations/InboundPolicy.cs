using System.Collections.Frozen;
using Akka.Actor;
using Akka.Dispatch.SysMsg;
using Akka.Event;

namespace Akka.Remote.Internal.Associations;

/// <summary>
/// What a node takes from others. Everything, unless <c>akka.remote.untrusted-mode</c> is on: then nothing that could
/// stop or steer an actor, and selections only of the paths in <c>trusted-selection-paths</c>.
/// </summary>
internal sealed class InboundPolicy(bool untrusted, IEnumerable<string> trustedSelectionPaths, ILoggingAdapter log)
{
    private readonly FrozenSet<string> _trustedPaths = trustedSelectionPaths.ToFrozenSet();

    public bool Allows(IInternalActorRef recipient, object message)
    {
        if (!untrusted || message is not IPossiblyHarmful) return true;
        log.Debug("Untrusted mode: dropped a possibly harmful [{0}] to [{1}]", message.GetType(), recipient);
        return false;
    }

    public bool Allows(ActorSelectionMessage selection)
    {
        if (!untrusted) return true;
        var path = "/" + string.Join('/', selection.Elements.Select(element => element.ToString()));
        if (_trustedPaths.Contains(path) && selection.Message is not IPossiblyHarmful) return true;
        log.Debug("Untrusted mode: dropped a selection of [{0}], not in akka.remote.trusted-selection-paths", path);
        return false;
    }

    public bool AllowsSystemMessage(ISystemMessage message)
    {
        // Only being told of a death is harmless: watching and steering from outside is not.
        if (!untrusted || message is DeathWatchNotification) return true;
        log.Debug("Untrusted mode: dropped system message [{0}]", message.GetType());
        return false;
    }
}
