#nullable disable annotations
using System.Runtime.CompilerServices;
using Akka.TestKit.Internal;

namespace Akka.TestKit;

public abstract partial class TestKitBase
{
    /// <summary>Takes the next message, which must equal one of those given.</summary>
    public T ExpectMsgAnyOf<T>(IEnumerable<T> messages, CancellationToken cancellationToken = default) =>
        ExpectAsync(Waiter.Blocking, AnyOf(messages), null, null, cancellationToken).Result();

    public ValueTask<T> ExpectMsgAnyOfAsync<T>(IEnumerable<T> messages, CancellationToken cancellationToken = default) =>
        ExpectAsync(Waiter.Yielding, AnyOf(messages), null, null, cancellationToken);

    /// <summary>Takes as many messages as are given: each must equal one of them and each of them must come, in any order.</summary>
    public IReadOnlyCollection<T> ExpectMsgAllOf<T>(params T[] messages) =>
        AllOfAsync(Waiter.Blocking, RemainingOrDefault, messages, default).Collect();

    public IReadOnlyCollection<T> ExpectMsgAllOf<T>(IReadOnlyCollection<T> messages, CancellationToken cancellationToken = default) =>
        AllOfAsync(Waiter.Blocking, RemainingOrDefault, messages, cancellationToken).Collect();

    public IReadOnlyCollection<T> ExpectMsgAllOf<T>(TimeSpan max, params T[] messages) =>
        AllOfAsync(Waiter.Blocking, FiniteDilated(max), messages, default).Collect();

    public IReadOnlyCollection<T> ExpectMsgAllOf<T>(TimeSpan max, IReadOnlyCollection<T> messages, CancellationToken cancellationToken = default) =>
        AllOfAsync(Waiter.Blocking, FiniteDilated(max), messages, cancellationToken).Collect();

    public IAsyncEnumerable<T> ExpectMsgAllOfAsync<T>(IReadOnlyCollection<T> messages, CancellationToken cancellationToken = default) =>
        AllOfAsync(Waiter.Yielding, RemainingOrDefault, messages, cancellationToken);

    public IAsyncEnumerable<T> ExpectMsgAllOfAsync<T>(TimeSpan max, IReadOnlyCollection<T> messages, CancellationToken cancellationToken = default) =>
        AllOfAsync(Waiter.Yielding, FiniteDilated(max), messages, cancellationToken);

    /// <summary>Takes as many messages as there are predicates: each must satisfy one and each predicate must be satisfied, in any order.</summary>
    public IReadOnlyCollection<object> ExpectMsgAllOfMatchingPredicates(params PredicateInfo[] predicates) =>
        AllMatchingAsync(Waiter.Blocking, RemainingOrDefault, predicates, default).Collect();

    public IReadOnlyCollection<object> ExpectMsgAllOfMatchingPredicates(IReadOnlyCollection<PredicateInfo> predicates, CancellationToken cancellationToken) =>
        AllMatchingAsync(Waiter.Blocking, RemainingOrDefault, predicates, cancellationToken).Collect();

    public IReadOnlyCollection<object> ExpectMsgAllOfMatchingPredicates(TimeSpan max, params PredicateInfo[] predicates) =>
        AllMatchingAsync(Waiter.Blocking, FiniteDilated(max), predicates, default).Collect();

    public IReadOnlyCollection<object> ExpectMsgAllOfMatchingPredicates(
        TimeSpan max, IReadOnlyCollection<PredicateInfo> predicates, CancellationToken cancellationToken) =>
        AllMatchingAsync(Waiter.Blocking, FiniteDilated(max), predicates, cancellationToken).Collect();

    public IAsyncEnumerable<object> ExpectMsgAllOfMatchingPredicatesAsync(
        IReadOnlyCollection<PredicateInfo> predicates, CancellationToken cancellationToken = default) =>
        AllMatchingAsync(Waiter.Yielding, RemainingOrDefault, predicates, cancellationToken);

    public IAsyncEnumerable<object> ExpectMsgAllOfMatchingPredicatesAsync(
        TimeSpan max, IReadOnlyCollection<PredicateInfo> predicates, CancellationToken cancellationToken = default) =>
        AllMatchingAsync(Waiter.Yielding, FiniteDilated(max), predicates, cancellationToken);

    private Action<T, Actor.IActorRef> AnyOf<T>(IEnumerable<T> messages)
    {
        var candidates = messages.ToArray();
        return (message, _) => Assert(candidates.Contains(message), $"Expected one of [{string.Join(", ", candidates)}], but received {message}");
    }

    private async IAsyncEnumerable<T> AllOfAsync<T>(
        Waiter waiter, TimeSpan max, IReadOnlyCollection<T> expected, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var received = await AllAsync(waiter, max, expected.Count, cancellationToken);
        var missing = expected.Where(e => !received.Any(r => Equals(r, e))).ToArray();
        var unexpected = received.Where(r => !expected.Any(e => Equals(r, e))).ToArray();
        AssertNone(missing.Cast<object>(), unexpected);
        foreach (var message in received) yield return (T)message;
    }

    private async IAsyncEnumerable<object> AllMatchingAsync(
        Waiter waiter, TimeSpan max, IReadOnlyCollection<PredicateInfo> predicates, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var received = await AllAsync(waiter, max, predicates.Count, cancellationToken);
        var missing = predicates.Where(p => !received.Any(p.Accepts)).Select(p => (object)$"a {p.Type} that its predicate accepts");
        var unexpected = received.Where(r => !predicates.Any(p => p.Accepts(r)));
        AssertNone(missing, unexpected);
        foreach (var message in received) yield return message;
    }

    private async ValueTask<IReadOnlyList<object>> AllAsync(Waiter waiter, TimeSpan max, int count, CancellationToken cancellationToken)
    {
        var received = new List<object>(count);
        await foreach (var message in TakeManyAsync(waiter, count, max, cancellationToken)) received.Add(message);
        return received;
    }

    private void AssertNone(IEnumerable<object> missing, IEnumerable<object> unexpected)
    {
        var missed = string.Join(", ", missing);
        var surplus = string.Join(", ", unexpected);
        Assert(missed.Length == 0 && surplus.Length == 0, $"Missing: [{missed}], unexpected: [{surplus}]");
    }
}
