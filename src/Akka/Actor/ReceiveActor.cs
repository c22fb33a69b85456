#nullable disable annotations
using Akka.Actor.Internal;
using Akka.Dispatch;

namespace Akka.Actor;

/// <summary>
/// An actor whose handlers are declared by message type in the constructor or in a <see cref="Become(Action)"/>. Handlers are tried in the
/// order of declaration; nothing can be declared behind <see cref="ReceiveAny"/>.
/// </summary>
public abstract class ReceiveActor : UntypedActor, IInitializableActor
{
    private HandlerList _configuring = new();
    private HandlerList _initial;
    private bool _isOpen = true;

    void IInitializableActor.Init()
    {
        _initial = _configuring;
        _isOpen = false;
    }

    internal override Receive InitialReceive => _initial.Handle;

    protected sealed override void OnReceive(object message)
    {
        // The cell calls the handler lists itself (InitialReceive, Become): only direct calls come through here.
        if (!_initial.Handle(message))
            Unhandled(message);
    }

    protected void Become(Action configure) => Cell.Become(Configure(configure).Handle);

    protected void BecomeStacked(Action configure) => Cell.BecomeStacked(Configure(configure).Handle);

    protected void Receive<T>(Action<T> handler, Predicate<T> shouldHandle = null) => Add(new TypedHandler<T>(handler, shouldHandle));

    protected void Receive<T>(Predicate<T> shouldHandle, Action<T> handler) => Add(new TypedHandler<T>(handler, shouldHandle));

    /// <param name="handler">Returns false to let later handlers try.</param>
    protected void Receive<T>(Func<T, bool> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        Add(new DecidingHandler<T>(handler));
    }

    protected void Receive(Type messageType, Action<object> handler, Predicate<object> shouldHandle = null) => Add(new TypeHandler(messageType, handler, shouldHandle));

    protected void Receive(Type messageType, Predicate<object> shouldHandle, Action<object> handler) => Add(new TypeHandler(messageType, handler, shouldHandle));

    protected void Receive(Type messageType, Func<object, bool> handler)
    {
        ArgumentNullException.ThrowIfNull(messageType);
        ArgumentNullException.ThrowIfNull(handler);
        Add(new DecidingHandler<object>(message => messageType.IsInstanceOfType(message) && handler(message)));
    }

    protected void ReceiveAny(Action<object> handler) => Add(new TypedHandler<object>(handler, null));

    /// <summary>Handles the next message only when the task has completed.</summary>
    protected void ReceiveAsync<T>(Func<T, Task> handler, Predicate<T> shouldHandle = null) => Add(new TypedHandler<T>(Async(handler), shouldHandle));

    protected void ReceiveAsync<T>(Predicate<T> shouldHandle, Func<T, Task> handler) => Add(new TypedHandler<T>(Async(handler), shouldHandle));

    protected void ReceiveAsync(Type messageType, Func<object, Task> handler, Predicate<object> shouldHandle = null) =>
        Add(new TypeHandler(messageType, Async(handler), shouldHandle));

    protected void ReceiveAsync(Type messageType, Predicate<object> shouldHandle, Func<object, Task> handler) =>
        Add(new TypeHandler(messageType, Async(handler), shouldHandle));

    protected void ReceiveAnyAsync(Func<object, Task> handler) => Add(new TypedHandler<object>(Async(handler), null));

    private static Action<T> Async<T>(Func<T, Task> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return message => ActorTaskScheduler.RunTask(handler, message);
    }

    private void Add(MessageHandler handler)
    {
        if (!_isOpen)
            throw new InvalidOperationException("Handlers are declared in the constructor or inside Become(() => ...), not while a message is handled");
        _configuring.Add(handler);
    }

    private HandlerList Configure(Action configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var (outer, outerOpen) = (_configuring, _isOpen);
        var handlers = new HandlerList();
        (_configuring, _isOpen) = (handlers, true);
        try
        {
            configure();
        }
        finally
        {
            (_configuring, _isOpen) = (outer, outerOpen);
        }
        return handlers;
    }
}
