using System.Runtime.CompilerServices;
using Actors.Services;

namespace Actors.Tests.Gateways.JsonRpc;

#pragma warning disable IDE1006, CA1822 // The names are the origins' and JSON-RPC's own; and a service's methods are instance methods.

/// <summary>The origin's example, with what else the tests call.</summary>
public sealed class MathCloud
{
    private int _running;
    private int _mostRunning;
    private int _notes;

    /// <summary>Methods that wait do so until this is done.</summary>
    public static TaskCompletionSource NewGate() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>For tests that have calls run at the same time.</summary>
    public static SocketServerOptions AtOnce { get; } = new() { Concurrency = 10_000 };

    public TaskCompletionSource Gate { get; set; } = NewGate();

    public int Running => Volatile.Read(ref _running);

    public int MostRunning => Volatile.Read(ref _mostRunning);

    public int Notes => Volatile.Read(ref _notes);

    public int Produced { get; private set; }

    public bool StreamEnded { get; private set; }

    public int add(int a, int b) => a + b;

    public int subtract(int minuend, int subtrahend) => minuend - subtrahend;

    public int sum(params int[] numbers) => numbers.Sum();

    public object[] get_data() => ["hello", 5];

    public int[] numbers(int to) => [.. Enumerable.Range(1, to)];

    public string echo(string text) => text;

    public string? nothing() => null;

    public string stars(int count) => new('*', count);

    public Point Middle(Point from, Point to) => new((from.X + to.X) / 2, (from.Y + to.Y) / 2);

    public void update(params int[] numbers) => Interlocked.Increment(ref _notes);

    public void note(string text) => Interlocked.Increment(ref _notes);

    public int fail(string why) => throw new InvalidOperationException(why);

    public async Task<int> wait(int value, CancellationToken cancel)
    {
        var running = Interlocked.Increment(ref _running);
        for (var most = MostRunning; running > most; most = MostRunning) Interlocked.CompareExchange(ref _mostRunning, running, most);
        try
        {
            await Gate.Task.WaitAsync(cancel);
            return value;
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }

    /// <summary>Does not heed any token, and blocks its thread.</summary>
    public int block(int value)
    {
        Interlocked.Increment(ref _running);
        Gate.Task.Wait();
        Interlocked.Decrement(ref _running);
        return value;
    }

    public async IAsyncEnumerable<int> count(int to, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        try
        {
            for (var i = 1; i <= to; i++)
            {
                await Task.Yield();
                cancel.ThrowIfCancellationRequested();
                Produced = i;
                yield return i;
            }
        }
        finally
        {
            StreamEnded = true;
        }
    }

    public async IAsyncEnumerable<int> countAndFail(int to)
    {
        for (var i = 1; i <= to; i++)
        {
            await Task.Yield();
            yield return i;
        }

        throw new InvalidOperationException("no more");
    }

    public Action unserializable() => () => { };
}

public sealed record Point(double X, double Y);

public interface IMath
{
    int Add(int a, int b);

    Task<int> Subtract(int minuend, int subtrahend);

    ValueTask<string> Echo(string text);

    IAsyncEnumerable<int> Count(int to, CancellationToken cancel = default);

    Task<int> Wait(int value, CancellationToken cancel);

    Task<Point> Middle(Point from, Point to);

    Task Note(string text);

    void Update(params int[] numbers);

    int Fail(string why);
}
