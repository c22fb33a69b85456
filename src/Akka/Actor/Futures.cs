#nullable disable annotations
using Akka.Actor.Internal;
using Akka.Dispatch;

namespace Akka.Actor;

/// <summary>Asks actors and awaits their first reply.</summary>
public static class Futures
{
    public static Task<object> Ask(this ICanTell self, object message, TimeSpan? timeout = null) => Ask<object>(self, message, timeout, CancellationToken.None);

    public static Task<object> Ask(this ICanTell self, object message, CancellationToken cancellationToken) => Ask<object>(self, message, null, cancellationToken);

    public static Task<object> Ask(this ICanTell self, object message, TimeSpan? timeout, CancellationToken cancellationToken) =>
        Ask<object>(self, message, timeout, cancellationToken);

    public static Task<T> Ask<T>(this ICanTell self, object message, TimeSpan? timeout = null) => Ask<T>(self, message, timeout, CancellationToken.None);

    public static Task<T> Ask<T>(this ICanTell self, object message, CancellationToken cancellationToken) => Ask<T>(self, message, null, cancellationToken);

    public static Task<T> Ask<T>(this ICanTell self, object message, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        var ask = Start<T>(self, timeout, cancellationToken);
        self.Tell(message, ask);
        RunNext.Flush();
        return ask.Task;
    }

    /// <param name="self">Whom to ask.</param>
    /// <param name="messageFactory">Makes the message from the reference that the reply must go to.</param>
    /// <param name="timeout">Null: <c>akka.actor.ask-timeout</c>, infinite by default.</param>
    /// <param name="cancellationToken">Cancels the wait, not the work.</param>
    /// <exception cref="AskTimeoutException">No reply in time.</exception>
    /// <exception cref="ArgumentException">The reply is of another type.</exception>
    public static Task<T> Ask<T>(this ICanTell self, Func<IActorRef, object> messageFactory, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        var ask = Start<T>(self, timeout, cancellationToken);
        self.Tell(messageFactory(ask), ask);
        // The caller may block on the task: what this thread kept for later must not wait for that.
        RunNext.Flush();
        return ask.Task;
    }

    private static FutureActorRef<T> Start<T>(ICanTell target, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        var provider = ProviderOf(target)
            ?? throw new ArgumentException($"{target} belongs to no actor system, so it cannot be asked", nameof(target));
        var limit = timeout ?? provider.Settings.AskTimeout;
        return new FutureActorRef<T>(provider, limit, cancellationToken);
    }

    private static IActorRefProvider ProviderOf(ICanTell target) => target switch
    {
        ActorSelection selection => ProviderOf(selection.Anchor),
        Nobody => null,
        IInternalActorRef actor => actor.Provider,
        _ => InternalCurrentActorCellKeeper.Current?.System.Provider,
    };
}
