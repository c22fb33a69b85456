#nullable disable annotations
using System.Collections;
using Akka.TestKit.Internal;

namespace Akka.TestKit;

public abstract partial class TestKitBase
{
    /// <summary>Fails if a message comes within <see cref="RemainingOrDefault"/>. This always takes the whole time: prefer to expect a message that must follow.</summary>
    public void ExpectNoMsg(CancellationToken cancellationToken = default) =>
        ExpectSilenceAsync(Waiter.Blocking, RemainingOrDefault, cancellationToken).Result();

    /// <param name="duration">Dilated.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public void ExpectNoMsg(TimeSpan duration, CancellationToken cancellationToken = default) =>
        ExpectSilenceAsync(Waiter.Blocking, Dilated(duration), cancellationToken).Result();

    public void ExpectNoMsg(int milliseconds, CancellationToken cancellationToken = default) =>
        ExpectNoMsg(TimeSpan.FromMilliseconds(milliseconds), cancellationToken);

    public ValueTask ExpectNoMsgAsync(CancellationToken cancellationToken = default) =>
        ExpectSilenceAsync(Waiter.Yielding, RemainingOrDefault, cancellationToken);

    public ValueTask ExpectNoMsgAsync(TimeSpan duration, CancellationToken cancellationToken = default) =>
        ExpectSilenceAsync(Waiter.Yielding, Dilated(duration), cancellationToken);

    public ValueTask ExpectNoMsgAsync(int milliseconds, CancellationToken cancellationToken = default) =>
        ExpectNoMsgAsync(TimeSpan.FromMilliseconds(milliseconds), cancellationToken);

    /// <summary>Takes messages until one satisfies the predicate; the others are dropped.</summary>
    /// <param name="isMessage">Over messages of any type.</param>
    /// <param name="max">For all together, dilated; default <see cref="RemainingOrDefault"/>.</param>
    /// <param name="hint">Shown on failure.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public object FishForMessage(Predicate<object> isMessage, TimeSpan? max = null, string hint = "", CancellationToken cancellationToken = default) =>
        FishForMessage<object>(isMessage, max, hint, cancellationToken);

    public T FishForMessage<T>(Predicate<T> isMessage, TimeSpan? max = null, string hint = "", CancellationToken cancellationToken = default) =>
        FishAsync(Waiter.Blocking, isMessage, null, max, hint, cancellationToken).Result();

    /// <param name="isMessage">Over the messages of the type.</param>
    /// <param name="allMessages">Cleared first; gets all that was taken, in order.</param>
    /// <param name="max">For all together, dilated; default <see cref="RemainingOrDefault"/>.</param>
    /// <param name="hint">Shown on failure.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public T FishForMessage<T>(
        Predicate<T> isMessage, ArrayList allMessages, TimeSpan? max = null, string hint = "", CancellationToken cancellationToken = default) =>
        FishAsync(Waiter.Blocking, isMessage, allMessages, max, hint, cancellationToken).Result();

    public ValueTask<object> FishForMessageAsync(
        Predicate<object> isMessage, TimeSpan? max = null, string hint = "", CancellationToken cancellationToken = default) =>
        FishForMessageAsync<object>(isMessage, max, hint, cancellationToken);

    public ValueTask<T> FishForMessageAsync<T>(
        Predicate<T> isMessage, TimeSpan? max = null, string hint = "", CancellationToken cancellationToken = default) =>
        FishAsync(Waiter.Yielding, isMessage, null, max, hint, cancellationToken);

    public ValueTask<T> FishForMessageAsync<T>(
        Predicate<T> isMessage, ArrayList allMessages, TimeSpan? max = null, string hint = "", CancellationToken cancellationToken = default) =>
        FishAsync(Waiter.Yielding, isMessage, allMessages, max, hint, cancellationToken);

    private async ValueTask ExpectSilenceAsync(Waiter waiter, TimeSpan duration, CancellationToken cancellationToken)
    {
        var envelope = await TakeAsync(waiter, duration, cancellationToken);
        Assert(envelope is null, $"Expected no message for {duration}, but received {envelope}");
        _lastWasNoMessage = true;
    }

    private async ValueTask<T> FishAsync<T>(
        Waiter waiter, Predicate<T> isMessage, ArrayList allMessages, TimeSpan? max, string hint, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(isMessage);
        allMessages?.Clear();
        var time = RemainingOrDilated(max);
        var deadline = new Deadline(time);
        while (true)
        {
            var envelope = await TakeAsync(waiter, deadline.Left, cancellationToken);
            if (envelope is null) Fail($"No {typeof(T)} that the predicate accepts came within {time}", hint);
            allMessages?.Add(envelope.Message);
            if (envelope.Message is T message && isMessage(message)) return message;
        }
    }
}
