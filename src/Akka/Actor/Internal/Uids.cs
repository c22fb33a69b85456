namespace Akka.Actor.Internal;

/// <summary>Randomness of one actor system: all of it follows from one seed. Thread-safe.</summary>
internal sealed class Uids
{
    private readonly int _seed;
    private long _state;
    private int _randoms;

    public Uids(int? seed)
    {
        _seed = seed ?? System.Security.Cryptography.RandomNumberGenerator.GetInt32(int.MaxValue);
        _state = _seed;
    }

    /// <summary>A positive number that an earlier actor of the same path, in this process or the one before, is most unlikely to have had.</summary>
    public long Next()
    {
        // SplitMix64: a counter whose bits are mixed. Cut to 30 bits to keep paths short, so a number comes back after some 2^30 others on average, and two of a
        // few ten thousand are likely to be equal: a uid tells the incarnations of one path apart, not the actors of a system.
        var z = (ulong)Interlocked.Add(ref _state, unchecked((long)0x9E3779B97F4A7C15));
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return 1 + (long)((z ^ (z >> 31)) >> 34);
    }

    public Random NewRandom() => new(HashCode(_seed, Interlocked.Increment(ref _randoms)));

    private static int HashCode(int seed, int n) => unchecked(seed * 31 + n * (int)2654435761u);
}
