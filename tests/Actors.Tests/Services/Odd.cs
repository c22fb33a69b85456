using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Actors.Tests.Services;

/// <summary>Methods that misbehave.</summary>
public sealed class Odd
{
    private int _produced;

    public int Produced => Volatile.Read(ref _produced);

    public ManualResetEventSlim Stuck { get; } = new();

    public TaskCompletionSource NeverHasBegun { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TaskCompletionSource FloodHasEnded { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int One() => 1;

    public int Length(JsonElement anything) => anything.ToString().Length;

    public int Sum(int[] numbers) => numbers.Sum();

    public string Exactly(int length) => new('x', length);

    /// <summary>Heeds no token and gives its thread to nobody.</summary>
    public void Never()
    {
        NeverHasBegun.TrySetResult();
        Stuck.Wait();
    }

    public Action Function() => () => { };

    public Ring Cycle() => new();

    public Throwing BadGetter() => new();

    public object Deep()
    {
        object nest = 0;
        for (var i = 0; i < 100; i++)
            nest = new[] { nest };
        return nest;
    }

    public double Infinite() => double.PositiveInfinity;

    /// <summary>As many kilobytes as it is asked for, as fast as they go.</summary>
    public async IAsyncEnumerable<string> Flood([EnumeratorCancellation] CancellationToken cancel)
    {
        var kilobyte = new string('x', 1024);
        try
        {
            while (true)
            {
                cancel.ThrowIfCancellationRequested();
                if (Interlocked.Increment(ref _produced) % 64 == 0)
                    await Task.Yield();
                yield return kilobyte;
            }
        }
        finally
        {
            FloodHasEnded.TrySetResult();
        }
    }

    public async IAsyncEnumerable<string> LargeAfterSmall()
    {
        await Task.Yield();
        yield return "small";
        yield return new string('x', 20_000_000);
        yield return "never";
    }

    public sealed class Ring
    {
        public Ring Self => this;
    }

    public sealed class Throwing
    {
        public int Value => throw new InvalidOperationException("a getter");
    }
}
