using System.Runtime.CompilerServices;

namespace Samples;

/// <summary>What is served: a class like any other. Its constructor's arguments are given where it is served.</summary>
public sealed class MathCloud(int digits = 3)
{
    public int Add(int a, int b) => a + b;

    public double Sqrt(double x) => x >= 0 ? Math.Round(Math.Sqrt(x), digits) : throw new ArgumentOutOfRangeException(nameof(x), x, "no real number");

    public async Task<string> GreetAsync(string name)
    {
        await Task.Yield();
        return $"hello {name}";
    }

    public async IAsyncEnumerable<int> Primes(int below, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        for (var candidate = 2; candidate < below; candidate++)
        {
            cancel.ThrowIfCancellationRequested();
            if (Enumerable.Range(2, (int)Math.Sqrt(candidate) - 1).All(divisor => candidate % divisor != 0)) yield return candidate;
            await Task.Yield();
        }
    }
}
