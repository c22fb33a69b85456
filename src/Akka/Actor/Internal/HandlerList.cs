namespace Akka.Actor.Internal;

/// <summary>Called once after the constructor, before the first message.</summary>
public interface IInitializableActor
{
    void Init();
}

internal abstract class MessageHandler
{
    /// <summary>A handler that takes every message ends the list.</summary>
    public virtual bool TakesAll => false;

    public abstract bool TryHandle(object message);
}

internal sealed class TypedHandler<T> : MessageHandler
{
    private readonly Action<T> _handler;
    private readonly Predicate<T>? _shouldHandle;

    public TypedHandler(Action<T> handler, Predicate<T>? shouldHandle)
    {
        ArgumentNullException.ThrowIfNull(handler);
        _handler = handler;
        _shouldHandle = shouldHandle;
    }

    public override bool TakesAll => typeof(T) == typeof(object) && _shouldHandle is null;

    public override bool TryHandle(object message)
    {
        if (message is not T typed || _shouldHandle is not null && !_shouldHandle(typed))
            return false;
        _handler(typed);
        return true;
    }
}

internal sealed class DecidingHandler<T>(Func<T, bool> handler) : MessageHandler
{
    public override bool TryHandle(object message) => message is T typed && handler(typed);
}

internal sealed class TypeHandler : MessageHandler
{
    private readonly Type _type;
    private readonly Action<object> _handler;
    private readonly Predicate<object>? _shouldHandle;

    public TypeHandler(Type type, Action<object> handler, Predicate<object>? shouldHandle)
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(handler);
        _type = type;
        _handler = handler;
        _shouldHandle = shouldHandle;
    }

    public override bool TakesAll => _type == typeof(object) && _shouldHandle is null;

    public override bool TryHandle(object message)
    {
        if (!_type.IsInstanceOfType(message) || _shouldHandle is not null && !_shouldHandle(message))
            return false;
        _handler(message);
        return true;
    }
}

/// <summary>The handlers of one behaviour, tried in order of declaration.</summary>
internal sealed class HandlerList
{
    private MessageHandler[] _handlers = [];

    public void Add(MessageHandler handler)
    {
        if (_handlers.Length > 0 && _handlers[^1].TakesAll)
            throw new InvalidOperationException("A handler that takes every message was declared before: nothing behind it could ever be reached");
        _handlers = [.. _handlers, handler];
    }

    public bool Handle(object message)
    {
        foreach (var handler in _handlers)
            if (handler.TryHandle(message))
                return true;
        return false;
    }
}
