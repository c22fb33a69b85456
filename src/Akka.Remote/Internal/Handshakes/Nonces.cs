using System.Security.Cryptography;

namespace Akka.Remote.Internal.Handshakes;

/// <summary>Makes nonces: unpredictable ones, or with a source given (the simulation's) repeatable ones. Thread-safe.</summary>
internal sealed class Nonces(Random? repeatable)
{
    private readonly Lock _gate = new();

    public byte[] Next()
    {
        if (repeatable is null) return RandomNumberGenerator.GetBytes(Hello.NonceBytes);
        var nonce = new byte[Hello.NonceBytes];
        lock (_gate) repeatable.NextBytes(nonce);
        return nonce;
    }
}
