#nullable disable annotations
using Akka.Actor;
using Akka.TestKit.Internal;

namespace Akka.TestKit;

// Like ExpectMsg, with a check of the sender, which comes first.
public abstract partial class TestKitBase
{
    public T ExpectMsgFrom<T>(IActorRef sender, TimeSpan? duration = null, string hint = null, CancellationToken cancellationToken = default) =>
        ExpectAsync(Waiter.Blocking, From<T>(sender, null, hint), duration, hint, cancellationToken).Result();

    public T ExpectMsgFrom<T>(IActorRef sender, T message, TimeSpan? timeout = null, string hint = null, CancellationToken cancellationToken = default) =>
        ExpectAsync(Waiter.Blocking, From(sender, Equal(message, hint), hint), timeout, hint, cancellationToken).Result();

    public T ExpectMsgFrom<T>(
        IActorRef sender, Predicate<T> isMessage, TimeSpan? timeout = null, string hint = null, CancellationToken cancellationToken = default) =>
        ExpectAsync(Waiter.Blocking, From(sender, Matching(isMessage, hint), hint), timeout, hint, cancellationToken).Result();

    public T ExpectMsgFrom<T>(
        IActorRef sender, Action<T> assertMessage, TimeSpan? timeout = null, string hint = null, CancellationToken cancellationToken = default) =>
        ExpectAsync(Waiter.Blocking, From(sender, Checking(assertMessage), hint), timeout, hint, cancellationToken).Result();

    public T ExpectMsgFrom<T>(
        Predicate<IActorRef> isSender, Predicate<T> isMessage, TimeSpan? timeout = null, string hint = null, CancellationToken cancellationToken = default) =>
        ExpectAsync(Waiter.Blocking, From(isSender, Matching(isMessage, hint), hint), timeout, hint, cancellationToken).Result();

    public T ExpectMsgFrom<T>(
        Action<IActorRef> assertSender, Action<T> assertMessage, TimeSpan? timeout = null, string hint = null, CancellationToken cancellationToken = default) =>
        ExpectAsync(Waiter.Blocking, From(assertSender, Checking(assertMessage)), timeout, hint, cancellationToken).Result();

    public ValueTask<T> ExpectMsgFromAsync<T>(IActorRef sender, TimeSpan? duration = null, string hint = null, CancellationToken cancellationToken = default) =>
        ExpectAsync(Waiter.Yielding, From<T>(sender, null, hint), duration, hint, cancellationToken);

    public ValueTask<T> ExpectMsgFromAsync<T>(
        IActorRef sender, T message, TimeSpan? timeout = null, string hint = null, CancellationToken cancellationToken = default) =>
        ExpectAsync(Waiter.Yielding, From(sender, Equal(message, hint), hint), timeout, hint, cancellationToken);

    public ValueTask<T> ExpectMsgFromAsync<T>(
        IActorRef sender, Predicate<T> isMessage, TimeSpan? timeout = null, string hint = null, CancellationToken cancellationToken = default) =>
        ExpectAsync(Waiter.Yielding, From(sender, Matching(isMessage, hint), hint), timeout, hint, cancellationToken);

    public ValueTask<T> ExpectMsgFromAsync<T>(
        IActorRef sender, Action<T> assertMessage, TimeSpan? timeout = null, string hint = null, CancellationToken cancellationToken = default) =>
        ExpectAsync(Waiter.Yielding, From(sender, Checking(assertMessage), hint), timeout, hint, cancellationToken);

    public ValueTask<T> ExpectMsgFromAsync<T>(
        Predicate<IActorRef> isSender, Predicate<T> isMessage, TimeSpan? timeout = null, string hint = null, CancellationToken cancellationToken = default) =>
        ExpectAsync(Waiter.Yielding, From(isSender, Matching(isMessage, hint), hint), timeout, hint, cancellationToken);

    public ValueTask<T> ExpectMsgFromAsync<T>(
        Action<IActorRef> assertSender, Action<T> assertMessage, TimeSpan? timeout = null, string hint = null, CancellationToken cancellationToken = default) =>
        ExpectAsync(Waiter.Yielding, From(assertSender, Checking(assertMessage)), timeout, hint, cancellationToken);

    private Action<T, IActorRef> From<T>(IActorRef expected, Action<T, IActorRef> then, string hint) =>
        From<T>(sender => Assert(Equals(expected, sender), $"Expected a message from {expected?.Path}, but it came from {sender?.Path}", hint), then);

    private Action<T, IActorRef> From<T>(Predicate<IActorRef> isSender, Action<T, IActorRef> then, string hint)
    {
        ArgumentNullException.ThrowIfNull(isSender);
        return From<T>(sender => Assert(isSender(sender), $"The predicate does not accept the sender {sender?.Path}", hint), then);
    }

    private static Action<T, IActorRef> From<T>(Action<IActorRef> assertSender, Action<T, IActorRef> then)
    {
        ArgumentNullException.ThrowIfNull(assertSender);
        return (message, sender) =>
        {
            assertSender(sender);
            then?.Invoke(message, sender);
        };
    }
}
