using System.Runtime.CompilerServices;

namespace Actors.Cluster.Tests;

#pragma warning disable CA1822 // What is served is an object.

/// <summary>What the tests serve by <c>actors serve</c>, with methods that misbehave.</summary>
public sealed class Odd
{
    public Task Never(CancellationToken cancel) => Task.Delay(Timeout.Infinite, cancel);

    public Action Unserializable() => () => { };

    public string Large(int length) => new('x', length);

    public async IAsyncEnumerable<int> CountAndFail(int to, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        for (var i = 1; i <= to; i++)
        {
            cancel.ThrowIfCancellationRequested();
            await Task.Yield();
            yield return i;
        }

        throw new InvalidOperationException("no more");
    }
}

/// <summary>There are no objects of it.</summary>
public static class StaticOnes
{
    public static int One() => 1;
}

/// <summary>Only of what derives from it are there objects.</summary>
public abstract class Half
{
    public int One() => 1;
}

/// <summary>Nobody can make one.</summary>
public sealed class Refusing
{
    public Refusing() => throw new NotSupportedException("not today");

    public int One() => 1;
}
