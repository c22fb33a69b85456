using Akka.Actor.Internal;
using Akka.Dispatch;
using Akka.Event;

namespace Akka.Actor;

/// <summary>
/// The engine's side of one actor: its mailbox, context and life in one object, which is itself the work item of the dispatcher. What most actors
/// never use (queue, children, watches, timers, stash, asynchronous handlers) is made at first use.
/// </summary>
internal sealed partial class ActorCell : IUntypedActorContext, IRunnable
{
    private ActorBase? _actor;
    private Receive? _receive;
    private Stack<Receive?>? _behaviors;
    private object? _message;
    private IActorRef? _sender;
    private bool _logsReceive;

    public ActorCell(ActorSystemImpl system, LocalActorRef self, Props props, MessageDispatcher dispatcher, MailboxType? mailboxType, IInternalActorRef parent)
    {
        System = system;
        Self = self;
        Props = props;
        Dispatcher = dispatcher;
        Parent = parent;
        if (mailboxType is not null and not UnboundedMailbox)
            _queue = mailboxType.Create(self, system);
    }

    public ActorSystemImpl System { get; }

    public LocalActorRef Self { get; }

    public Props Props { get; }

    public MessageDispatcher Dispatcher { get; }

    public IInternalActorRef Parent { get; }

    IActorRef IActorContext.Self => Self;

    IActorRef IActorContext.Parent => Parent;

    ActorSystem IActorContext.System => System;

    public IActorRef Sender => _sender ?? System.DeadLetters;

    public object? CurrentMessage => _message;

    /// <summary>Set by the stash, so that one message is not stashed twice.</summary>
    internal bool CurrentIsStashed { get; set; }

    public ActorBase? Actor => _actor;

    public bool IsTerminated => Volatile.Read(ref _isTerminated);

    public static IActorRef? GetCurrentSelfOrNoSender() => InternalCurrentActorCellKeeper.Current?.Self;

    public static IActorRef? GetCurrentSenderOrNoSender() => InternalCurrentActorCellKeeper.Current?.Sender;

    public static ActorCell RequireCurrent() => InternalCurrentActorCellKeeper.Current
        ?? throw new NotSupportedException("There is no active actor context: Context may be used only inside an actor, on the thread that runs it");

    public void Become(Receive receive)
    {
        ArgumentNullException.ThrowIfNull(receive);
        _receive = receive;
    }

    public void BecomeStacked(Receive receive)
    {
        ArgumentNullException.ThrowIfNull(receive);
        (_behaviors ??= new Stack<Receive?>()).Push(_receive);
        _receive = receive;
    }

    public void UnbecomeStacked()
    {
        // The bottom of the stack is the initial behaviour, which null stands for.
        _receive = _behaviors is { Count: > 0 } ? _behaviors.Pop() : null;
    }

    void IUntypedActorContext.Become(UntypedReceive receive) => Become(Handled(receive));

    void IUntypedActorContext.BecomeStacked(UntypedReceive receive) => BecomeStacked(Handled(receive));

    public ActorSelection ActorSelection(string actorPath) => ActorRefFactoryShared.ActorSelection(actorPath, System, Self);

    public ActorSelection ActorSelection(ActorPath actorPath) => ActorRefFactoryShared.ActorSelection(actorPath, System);

    /// <summary>Runs code of the engine or a test as if this actor ran it.</summary>
    public void UseThreadContext(Action action)
    {
        var previous = InternalCurrentActorCellKeeper.Current;
        InternalCurrentActorCellKeeper.Current = this;
        try
        {
            action();
        }
        finally
        {
            InternalCurrentActorCellKeeper.Current = previous;
        }
    }

    private static Receive Handled(UntypedReceive receive)
    {
        ArgumentNullException.ThrowIfNull(receive);
        return message =>
        {
            receive(message);
            return true;
        };
    }

    private void Invoke(object message, IActorRef? sender)
    {
        _message = message;
        _sender = sender;
        CurrentIsStashed = false;
        try
        {
            if (message is IAutoReceivedMessage)
                AutoReceive(message, sender);
            else
                ReceiveMessage(message);
        }
        catch (Exception e)
        {
            // The supervisor handles it next; an actor's failure must never reach the dispatcher's thread.
            HandleFailure(e);
        }
        if (_timeout is not null && _message is not (INotInfluenceReceiveTimeout or ITimerMessage))
            _timeout.Restart();
        // PreRestart gets the message that failed, never one that was handled before.
        if (!_isFailed)
            _message = null;
    }

    internal void ReceiveMessage(object message)
    {
        if (_logsReceive)
            Log(new Debug(Self.Path.ToString(), ActorType, $"received {message} from {Sender}"));
        _actor!.DispatchReceive(_receive ??= _actor.InitialReceive, message);
    }

    private void AutoReceive(object message, IActorRef? sender)
    {
        if (System.Settings.DebugAutoReceive)
            Log(new Debug(Self.Path.ToString(), ActorType, $"received {message} from {Sender}, which the engine handles"));
        switch (message)
        {
            case Terminated terminated:
                ReceivedTerminated(terminated);
                break;
            case PoisonPill:
                Self.Stop();
                break;
            case Kill:
                throw new ActorKilledException("Kill");
            case ActorSelectionMessage selection:
                ActorSelectionDelivery.Deliver(Self, selection, sender);
                break;
            case Identify identify:
                Sender.Tell(new ActorIdentity(identify.MessageId, Self), Self);
                break;
            case AddressTerminated terminated:
                AddressTerminated(terminated.Address);
                break;
            case ITimerMessage timer:
                if (timer.TryUnwrap(this, out var inner, out var timerSender))
                {
                    _sender = timerSender;
                    _message = inner;
                    if (inner is IAutoReceivedMessage)
                        AutoReceive(inner, timerSender);
                    else
                        ReceiveMessage(inner);
                }
                break;
            default:
                ReceiveMessage(message);
                break;
        }
    }

    private void Log(LogEvent logged)
    {
        try
        {
            System.EventStream.Publish(logged);
        }
        catch (Exception)
        {
            // A subscriber threw, and there is nobody left to tell. What is logged here must not decide over an actor's life.
        }
    }

    private Type ActorType => _actor?.GetType() ?? typeof(ActorCell);
}

/// <summary>A timer's message: only its own scheduler knows whether it is still wanted, so it never leaves its actor.</summary>
internal interface ITimerMessage : IAutoReceivedMessage, INoSerializationVerificationNeeded
{
    /// <returns>False if the timer was cancelled, replaced, or belongs to an earlier incarnation.</returns>
    bool TryUnwrap(ActorCell cell, out object message, out IActorRef? sender);
}
