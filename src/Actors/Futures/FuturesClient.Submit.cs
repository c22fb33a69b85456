namespace Actors.Futures;

/// <summary>
/// <c>Submit</c> and <c>Map</c>, for functions of up to four arguments that give a value or a task of one. Arguments are all values, whose types C# finds out by itself, or
/// all <see cref="Argument{T}"/>: futures, lists, and values by <see cref="Argument.Of"/>.
/// </summary>
public sealed partial class FuturesClient
{
    /// <summary>Has a function computed. It returns at once.</summary>
    /// <exception cref="ArgumentException">It is no public static method, or not marked <see cref="FunctionsAttribute"/>.</exception>
    /// <exception cref="ActorsException">An argument cannot be written as JSON, or is too large: scatter it and pass the future.</exception>
    public Future<TResult> Submit<TResult>(Func<TResult> function, FutureOptions? options = null) =>
        Make<TResult>(function, options, [], []);

    /// <inheritdoc cref="Submit{TResult}(Func{TResult}, FutureOptions?)"/>
    public Future<TResult> Submit<TResult>(Func<Task<TResult>> function, FutureOptions? options = null) =>
        Make<TResult>(function, options, [], []);

    /// <inheritdoc cref="Submit{TResult}(Func{TResult}, FutureOptions?)"/>
    public Future<TResult> Submit<T1, TResult>(Func<T1, TResult> function, T1 first, FutureOptions? options = null) =>
        Submit(function, Argument.Of(first), options);

    /// <inheritdoc cref="Submit{TResult}(Func{TResult}, FutureOptions?)"/>
    public Future<TResult> Submit<T1, TResult>(Func<T1, TResult> function, Argument<T1> first, FutureOptions? options = null) =>
        Make<TResult>(function, options, [NodeOf(first)], [.. first.Futures]);

    /// <inheritdoc cref="Submit{TResult}(Func{TResult}, FutureOptions?)"/>
    public Future<TResult> Submit<T1, TResult>(Func<T1, Task<TResult>> function, T1 first, FutureOptions? options = null) =>
        Submit(function, Argument.Of(first), options);

    /// <inheritdoc cref="Submit{TResult}(Func{TResult}, FutureOptions?)"/>
    public Future<TResult> Submit<T1, TResult>(Func<T1, Task<TResult>> function, Argument<T1> first, FutureOptions? options = null) =>
        Make<TResult>(function, options, [NodeOf(first)], [.. first.Futures]);

    /// <inheritdoc cref="Submit{TResult}(Func{TResult}, FutureOptions?)"/>
    public Future<TResult> Submit<T1, T2, TResult>(Func<T1, T2, TResult> function, T1 first, T2 second, FutureOptions? options = null) =>
        Submit(function, Argument.Of(first), Argument.Of(second), options);

    /// <inheritdoc cref="Submit{TResult}(Func{TResult}, FutureOptions?)"/>
    public Future<TResult> Submit<T1, T2, TResult>(Func<T1, T2, TResult> function, Argument<T1> first, Argument<T2> second, FutureOptions? options = null) =>
        Make<TResult>(function, options, [NodeOf(first), NodeOf(second)], [.. first.Futures, .. second.Futures]);

    /// <inheritdoc cref="Submit{TResult}(Func{TResult}, FutureOptions?)"/>
    public Future<TResult> Submit<T1, T2, TResult>(Func<T1, T2, Task<TResult>> function, T1 first, T2 second, FutureOptions? options = null) =>
        Submit(function, Argument.Of(first), Argument.Of(second), options);

    /// <inheritdoc cref="Submit{TResult}(Func{TResult}, FutureOptions?)"/>
    public Future<TResult> Submit<T1, T2, TResult>(Func<T1, T2, Task<TResult>> function, Argument<T1> first, Argument<T2> second, FutureOptions? options = null) =>
        Make<TResult>(function, options, [NodeOf(first), NodeOf(second)], [.. first.Futures, .. second.Futures]);

    /// <inheritdoc cref="Submit{TResult}(Func{TResult}, FutureOptions?)"/>
    public Future<TResult> Submit<T1, T2, T3, TResult>(Func<T1, T2, T3, TResult> function, T1 first, T2 second, T3 third, FutureOptions? options = null) =>
        Submit(function, Argument.Of(first), Argument.Of(second), Argument.Of(third), options);

    /// <inheritdoc cref="Submit{TResult}(Func{TResult}, FutureOptions?)"/>
    public Future<TResult> Submit<T1, T2, T3, TResult>(Func<T1, T2, T3, TResult> function, Argument<T1> first, Argument<T2> second, Argument<T3> third, FutureOptions? options = null) =>
        Make<TResult>(function, options, [NodeOf(first), NodeOf(second), NodeOf(third)], [.. first.Futures, .. second.Futures, .. third.Futures]);

    /// <inheritdoc cref="Submit{TResult}(Func{TResult}, FutureOptions?)"/>
    public Future<TResult> Submit<T1, T2, T3, TResult>(Func<T1, T2, T3, Task<TResult>> function, T1 first, T2 second, T3 third, FutureOptions? options = null) =>
        Submit(function, Argument.Of(first), Argument.Of(second), Argument.Of(third), options);

    /// <inheritdoc cref="Submit{TResult}(Func{TResult}, FutureOptions?)"/>
    public Future<TResult> Submit<T1, T2, T3, TResult>(Func<T1, T2, T3, Task<TResult>> function, Argument<T1> first, Argument<T2> second, Argument<T3> third, FutureOptions? options = null) =>
        Make<TResult>(function, options, [NodeOf(first), NodeOf(second), NodeOf(third)], [.. first.Futures, .. second.Futures, .. third.Futures]);

    /// <inheritdoc cref="Submit{TResult}(Func{TResult}, FutureOptions?)"/>
    public Future<TResult> Submit<T1, T2, T3, T4, TResult>(Func<T1, T2, T3, T4, TResult> function, T1 first, T2 second, T3 third, T4 fourth, FutureOptions? options = null) =>
        Submit(function, Argument.Of(first), Argument.Of(second), Argument.Of(third), Argument.Of(fourth), options);

    /// <inheritdoc cref="Submit{TResult}(Func{TResult}, FutureOptions?)"/>
    public Future<TResult> Submit<T1, T2, T3, T4, TResult>(Func<T1, T2, T3, T4, TResult> function, Argument<T1> first, Argument<T2> second, Argument<T3> third, Argument<T4> fourth, FutureOptions? options = null) =>
        Make<TResult>(function, options, [NodeOf(first), NodeOf(second), NodeOf(third), NodeOf(fourth)], [.. first.Futures, .. second.Futures, .. third.Futures, .. fourth.Futures]);

    /// <inheritdoc cref="Submit{TResult}(Func{TResult}, FutureOptions?)"/>
    public Future<TResult> Submit<T1, T2, T3, T4, TResult>(Func<T1, T2, T3, T4, Task<TResult>> function, T1 first, T2 second, T3 third, T4 fourth, FutureOptions? options = null) =>
        Submit(function, Argument.Of(first), Argument.Of(second), Argument.Of(third), Argument.Of(fourth), options);

    /// <inheritdoc cref="Submit{TResult}(Func{TResult}, FutureOptions?)"/>
    public Future<TResult> Submit<T1, T2, T3, T4, TResult>(Func<T1, T2, T3, T4, Task<TResult>> function, Argument<T1> first, Argument<T2> second, Argument<T3> third, Argument<T4> fourth, FutureOptions? options = null) =>
        Make<TResult>(function, options, [NodeOf(first), NodeOf(second), NodeOf(third), NodeOf(fourth)], [.. first.Futures, .. second.Futures, .. third.Futures, .. fourth.Futures]);

    /// <summary>Has a function computed for each item.</summary>
    /// <inheritdoc cref="Submit{TResult}(Func{TResult}, FutureOptions?)"/>
    public IReadOnlyList<Future<TResult>> Map<T, TResult>(Func<T, TResult> function, IEnumerable<T> items, FutureOptions? options = null) =>
        Each(items, item => Submit(function, Argument.Of(item), options), options);

    /// <inheritdoc cref="Map{T, TResult}(Func{T, TResult}, IEnumerable{T}, FutureOptions?)"/>
    public IReadOnlyList<Future<TResult>> Map<T, TResult>(Func<T, TResult> function, IEnumerable<Argument<T>> items, FutureOptions? options = null) =>
        Each(items, item => Submit(function, item, options), options);

    /// <inheritdoc cref="Map{T, TResult}(Func{T, TResult}, IEnumerable{T}, FutureOptions?)"/>
    public IReadOnlyList<Future<TResult>> Map<T, TResult>(Func<T, Task<TResult>> function, IEnumerable<T> items, FutureOptions? options = null) =>
        Each(items, item => Submit(function, Argument.Of(item), options), options);

    /// <inheritdoc cref="Map{T, TResult}(Func{T, TResult}, IEnumerable{T}, FutureOptions?)"/>
    public IReadOnlyList<Future<TResult>> Map<T, TResult>(Func<T, Task<TResult>> function, IEnumerable<Argument<T>> items, FutureOptions? options = null) =>
        Each(items, item => Submit(function, item, options), options);

    private static ArgumentNode NodeOf<T>(Argument<T> argument)
    {
        ArgumentNullException.ThrowIfNull(argument);
        return argument.Node;
    }

    private static List<Future<TResult>> Each<T, TResult>(IEnumerable<T> items, Func<T, Future<TResult>> submit, FutureOptions? options)
    {
        ArgumentNullException.ThrowIfNull(items);
        if (options?.Key is not null)
            throw new ArgumentException("a key names one future, not many", nameof(options));
        return [.. items.Select(submit)];
    }
}
