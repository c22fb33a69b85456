using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Actors.Services;

namespace Actors.Tests.Services;

/// <summary>What the tests serve.</summary>
public sealed class Calculator
{
    public ConcurrentDictionary<string, int> Runs { get; } = new();

    public TaskCompletionSource Gate { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TaskCompletionSource WasStopped { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TaskCompletionSource HasBegun { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Add(int left, int right) => left + right;

    public async Task<string> GreetAsync(string name)
    {
        await Task.Yield();
        return $"hello {name}";
    }

    public int Fail(string why) => throw new InvalidOperationException(why);

    public async IAsyncEnumerable<int> Count(int to, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        try
        {
            for (var i = 0; i < to; i++)
            {
                if (i % 100 == 0)
                    await Task.Yield();
                cancel.ThrowIfCancellationRequested();
                yield return i;
            }
        }
        finally
        {
            WasStopped.TrySetResult();
        }
    }

    public int CountRuns(string key) => Runs.AddOrUpdate(key, 1, (_, runs) => runs + 1);

    public async Task WaitForGateAsync(CancellationToken cancel)
    {
        HasBegun.TrySetResult();
        try
        {
            await Gate.Task.WaitAsync(cancel);
        }
        catch (OperationCanceledException)
        {
            WasStopped.TrySetResult();
            throw;
        }
    }

    [CallGuarantee(Guarantee.AtLeastOnce)]
    public string Repeatable(string text) => text;

    public string[] Echo(string[] texts) => texts;

    public byte[] Large(int bytes) => new byte[bytes];
}
