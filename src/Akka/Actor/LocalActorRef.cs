#nullable disable annotations
using Akka.Actor.Internal;
using Akka.Annotations;
using Akka.Dispatch;
using Akka.Dispatch.SysMsg;

namespace Akka.Actor;

[InternalApi]
public abstract class ActorRefWithCell : InternalActorRefBase
{
    public abstract IEnumerable<IActorRef> Children { get; }

    public abstract IInternalActorRef GetSingleChild(string name);
}

/// <summary>Reference to an actor of this process; survives its restarts.</summary>
public class LocalActorRef : ActorRefWithCell
{
    private readonly ActorCell _cell;

    internal LocalActorRef(ActorSystemImpl system, Props props, MessageDispatcher dispatcher, MailboxType mailboxType, IInternalActorRef supervisor, ActorPath path)
    {
        Path = path;
        _cell = new ActorCell(system, this, props, dispatcher, mailboxType, supervisor);
    }

    public override ActorPath Path { get; }

    public override IInternalActorRef Parent => _cell.Parent;

    public override IActorRefProvider Provider => _cell.System.Provider;

    public override IEnumerable<IActorRef> Children => _cell.GetChildren();

    public override bool IsLocal => true;

    public override bool IsTerminated => _cell.IsTerminated;

    internal ActorCell Cell => _cell;

    public override IInternalActorRef GetSingleChild(string name) => _cell.TryGetChild(name) ?? (IInternalActorRef)Nobody.Instance;

    public override IActorRef GetChild(IReadOnlyList<string> name)
    {
        IInternalActorRef current = this;
        for (var i = 0; i < name.Count; i++)
        {
            if (current is not LocalActorRef local)
                return current.GetChild(name.Skip(i).ToArray());
            current = name[i] switch
            {
                "" => local,
                ".." => local.Parent,
                var child => local.GetSingleChild(child),
            };
            if (current is Nobody)
                return current;
        }
        return current;
    }

    public override void Start() => _cell.Start();

    public override void Suspend() => _cell.SendSystemMessage(new Suspend());

    public override void Resume(Exception causedByFailure = null) => _cell.SendSystemMessage(new Resume(causedByFailure));

    public override void Restart(Exception cause) => _cell.SendSystemMessage(new Recreate(cause));

    public override void Stop() => _cell.SendSystemMessage(new Terminate());

    public override void SendSystemMessage(ISystemMessage message) => _cell.SendSystemMessage((SystemMessage)message);

    protected override void TellInternal(object message, IActorRef sender)
    {
        if (_cell.System.SerializesAllMessages)
            message = _cell.System.SerializeAndDeserialize(message, this);
        _cell.SendMessage(message, sender);
    }
}
