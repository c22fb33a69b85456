using System.Security.Cryptography;
using System.Text;

namespace Akka.Remote.Internal.Handshakes;

/// <summary>
/// Proof of knowing <c>actors.engine.remote.secret</c>: an HMAC-SHA256 over both introductions, nonces included, under a
/// label for the side that proves. The secret itself never travels, a proof fits one handshake and one direction only.
/// </summary>
internal sealed class ClusterSecret(string secret)
{
    public const int ProofBytes = HMACSHA256.HashSizeInBytes;

    private readonly byte[] _key = Encoding.UTF8.GetBytes(secret);

    /// <summary>The setting, or null when it is empty: then peers prove nothing.</summary>
    public static ClusterSecret? From(string? setting) => string.IsNullOrEmpty(setting) ? null : new ClusterSecret(setting);

    public byte[] Prove(ReadOnlySpan<byte> role, ReadOnlySpan<byte> helloFrame, ReadOnlySpan<byte> challengeFrame)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);
        hmac.AppendData(role);
        hmac.AppendData(helloFrame);
        hmac.AppendData(challengeFrame);
        return hmac.GetHashAndReset();
    }

    // Constant time: a peer must not learn by timing how much of a guess was right.
    public bool IsProof(ReadOnlySpan<byte> claimed, ReadOnlySpan<byte> role, ReadOnlySpan<byte> helloFrame, ReadOnlySpan<byte> challengeFrame) =>
        CryptographicOperations.FixedTimeEquals(claimed, Prove(role, helloFrame, challengeFrame));

    public static ReadOnlySpan<byte> DialerRole => "actors remote dialer"u8;

    public static ReadOnlySpan<byte> AcceptorRole => "actors remote acceptor"u8;
}
