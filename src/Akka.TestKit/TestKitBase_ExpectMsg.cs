#nullable disable annotations
using Akka.Actor;
using Akka.TestKit.Internal;

namespace Akka.TestKit;

// Each takes the next message, of whatever type, and fails if it is not the expected one or does not come in time.
// The time is dilated; null means what is left of a Within, or akka.test.single-expect-default.
public abstract partial class TestKitBase
{
    /// <summary>Takes the next message, which must be a <typeparamref name="T"/>.</summary>
    public T ExpectMsg<T>(TimeSpan? duration = null, string hint = null, CancellationToken cancellationToken = default) =>
        ExpectAsync<T>(Waiter.Blocking, null, duration, hint, cancellationToken).Result();

    /// <summary>The message must equal the given one, as the test framework's assertions understand it.</summary>
    public T ExpectMsg<T>(T message, TimeSpan? timeout = null, string hint = null, CancellationToken cancellationToken = default) =>
        ExpectAsync(Waiter.Blocking, Equal(message, hint), timeout, hint, cancellationToken).Result();

    public T ExpectMsg<T>(T expected, Func<T, T, bool> comparer, TimeSpan? timeout = null, string hint = null, CancellationToken cancellationToken = default) =>
        ExpectAsync(Waiter.Blocking, Equal(expected, comparer, hint), timeout, hint, cancellationToken).Result();

    public T ExpectMsg<T>(Predicate<T> isMessage, TimeSpan? timeout = null, string hint = null, CancellationToken cancellationToken = default) =>
        ExpectAsync(Waiter.Blocking, Matching(isMessage, hint), timeout, hint, cancellationToken).Result();

    /// <param name="assert">Throws what the test is to fail with.</param>
    /// <param name="timeout">How long to wait.</param>
    /// <param name="hint">Shown on failure.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public T ExpectMsg<T>(Action<T> assert, TimeSpan? timeout = null, string hint = null, CancellationToken cancellationToken = default) =>
        ExpectAsync(Waiter.Blocking, Checking(assert), timeout, hint, cancellationToken).Result();

    public T ExpectMsg<T>(Func<T, IActorRef, bool> isMessageAndSender, TimeSpan? timeout = null, string hint = null, CancellationToken cancellationToken = default) =>
        ExpectAsync(Waiter.Blocking, Matching(isMessageAndSender, hint), timeout, hint, cancellationToken).Result();

    public T ExpectMsg<T>(Action<T, IActorRef> assertMessageAndSender, TimeSpan? timeout = null, string hint = null, CancellationToken cancellationToken = default) =>
        ExpectAsync(Waiter.Blocking, assertMessageAndSender, timeout, hint, cancellationToken).Result();

    public ValueTask<T> ExpectMsgAsync<T>(TimeSpan? duration = null, string hint = null, CancellationToken cancellationToken = default) =>
        ExpectAsync<T>(Waiter.Yielding, null, duration, hint, cancellationToken);

    public ValueTask<T> ExpectMsgAsync<T>(T message, TimeSpan? timeout = null, string hint = null, CancellationToken cancellationToken = default) =>
        ExpectAsync(Waiter.Yielding, Equal(message, hint), timeout, hint, cancellationToken);

    public ValueTask<T> ExpectMsgAsync<T>(
        T expected, Func<T, T, bool> comparer, TimeSpan? timeout = null, string hint = null, CancellationToken cancellationToken = default) =>
        ExpectAsync(Waiter.Yielding, Equal(expected, comparer, hint), timeout, hint, cancellationToken);

    public ValueTask<T> ExpectMsgAsync<T>(Predicate<T> isMessage, TimeSpan? timeout = null, string hint = null, CancellationToken cancellationToken = default) =>
        ExpectAsync(Waiter.Yielding, Matching(isMessage, hint), timeout, hint, cancellationToken);

    public ValueTask<T> ExpectMsgAsync<T>(Action<T> assert, TimeSpan? timeout = null, string hint = null, CancellationToken cancellationToken = default) =>
        ExpectAsync(Waiter.Yielding, Checking(assert), timeout, hint, cancellationToken);

    public ValueTask<T> ExpectMsgAsync<T>(
        Func<T, IActorRef, bool> isMessageAndSender, TimeSpan? timeout = null, string hint = null, CancellationToken cancellationToken = default) =>
        ExpectAsync(Waiter.Yielding, Matching(isMessageAndSender, hint), timeout, hint, cancellationToken);

    public ValueTask<T> ExpectMsgAsync<T>(
        Action<T, IActorRef> assertMessageAndSender, TimeSpan? timeout = null, string hint = null, CancellationToken cancellationToken = default) =>
        ExpectAsync(Waiter.Yielding, assertMessageAndSender, timeout, hint, cancellationToken);

    /// <summary>Takes the <see cref="Terminated"/> of an actor that this TestKit watches.</summary>
    public Terminated ExpectTerminated(IActorRef target, TimeSpan? timeout = null, string hint = null, CancellationToken cancellationToken = default) =>
        ExpectAsync(Waiter.Blocking, EndOf(target, hint), timeout, hint, cancellationToken).Result();

    public ValueTask<Terminated> ExpectTerminatedAsync(
        IActorRef target, TimeSpan? timeout = null, string hint = null, CancellationToken cancellationToken = default) =>
        ExpectAsync(Waiter.Yielding, EndOf(target, hint), timeout, hint, cancellationToken);

    private async ValueTask<T> ExpectAsync<T>(
        Waiter waiter, Action<T, IActorRef> check, TimeSpan? timeout, string hint, CancellationToken cancellationToken)
    {
        var max = RemainingOrDilated(timeout);
        var envelope = await TakeAsync(waiter, max, cancellationToken);
        if (envelope is null) Fail($"No {typeof(T)} came within {max}", hint);
        if (envelope.Message is not T message)
        {
            Fail($"Expected a {typeof(T)}, but received {envelope}, a {envelope.Message.GetType()}", hint);
            return default;
        }

        check?.Invoke(message, envelope.Sender);
        return message;
    }

    private Action<T, IActorRef> Equal<T>(T expected, string hint) =>
        (actual, _) => _assertions.AssertEqual(expected, actual, "{0}", Describe("The message is not the expected one", hint));

    private Action<T, IActorRef> Equal<T>(T expected, Func<T, T, bool> comparer, string hint)
    {
        ArgumentNullException.ThrowIfNull(comparer);
        return (actual, _) => _assertions.AssertEqual(expected, actual, comparer, "{0}", Describe("The message is not the expected one", hint));
    }

    private Action<T, IActorRef> Matching<T>(Predicate<T> isMessage, string hint)
    {
        ArgumentNullException.ThrowIfNull(isMessage);
        return (message, sender) => Assert(isMessage(message), $"The predicate does not accept {new RealMessageEnvelope(message, sender)}", hint);
    }

    private Action<T, IActorRef> Matching<T>(Func<T, IActorRef, bool> isMessageAndSender, string hint)
    {
        ArgumentNullException.ThrowIfNull(isMessageAndSender);
        return (message, sender) => Assert(isMessageAndSender(message, sender), $"The predicate does not accept {new RealMessageEnvelope(message, sender)}", hint);
    }

    private static Action<T, IActorRef> Checking<T>(Action<T> assert)
    {
        ArgumentNullException.ThrowIfNull(assert);
        return (message, _) => assert(message);
    }

    private Action<Terminated, IActorRef> EndOf(IActorRef target, string hint)
    {
        ArgumentNullException.ThrowIfNull(target);
        return (message, _) => Assert(message.ActorRef.Equals(target), $"Expected the end of {target.Path}, but {message.ActorRef.Path} terminated", hint);
    }

    private static string Describe(string problem, string hint) => string.IsNullOrEmpty(hint) ? problem : $"{problem} ({hint})";
}
