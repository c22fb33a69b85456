namespace Samples;

/// <summary>What a caller knows of it: names and types, as the caller likes to have them. Nobody needs the class itself.</summary>
public interface IMathCloud
{
    Task<int> Add(int a, int b);

    Task<double> Sqrt(double x);

    IAsyncEnumerable<int> Primes(int below);
}
