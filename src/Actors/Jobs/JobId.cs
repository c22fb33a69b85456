using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Actors.Internal;
using Google.Protobuf;

namespace Actors.Jobs;

/// <summary>
/// Names one job for good: 128 bits, printed as 32 lower-case hex digits. The client mints it, so a job that is submitted again is the same job.
/// </summary>
public readonly record struct JobId(UInt128 Value) : IComparable<JobId>, ISpanParsable<JobId>
{
    /// <summary>16 bytes, big-endian.</summary>
    public const int SizeBytes = IdBits.SizeBytes;

    private const string Kind = "a job";

    /// <summary>A new id, sorted by the time of minting.</summary>
    public static JobId New(IdSource ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        return new JobId(ids.Next());
    }

    /// <summary>The id that a dedupe key stands for: the same tenant, queue and key always name the same job.</summary>
    public static JobId FromKey(string tenant, string queue, string key)
    {
        ArgumentNullException.ThrowIfNull(tenant);
        ArgumentNullException.ThrowIfNull(queue);
        ArgumentException.ThrowIfNullOrEmpty(key);
        // Lengths keep ("a", "bc") and ("ab", "c") apart.
        var text = $"{tenant.Length}:{tenant}{queue.Length}:{queue}{key}";
        return FromBytes(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, SizeBytes));
    }

    public static JobId FromBytes(ReadOnlySpan<byte> bytes) => new(IdBits.FromBytes(bytes, Kind));

    public static JobId Parse(string text) => Parse(text.AsSpan(), null);

    public static JobId Parse(string s, IFormatProvider? provider) => Parse(s.AsSpan(), provider);

    public static JobId Parse(ReadOnlySpan<char> s, IFormatProvider? provider) => new(IdBits.Parse(s, Kind));

    public static bool TryParse([NotNullWhen(true)] string? text, out JobId result) => TryParse(text.AsSpan(), null, out result);

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out JobId result) =>
        TryParse(s.AsSpan(), provider, out result);

    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out JobId result)
    {
        var ok = IdBits.TryParse(s, out var value);
        result = new JobId(value);
        return ok;
    }

    public byte[] ToBytes() => IdBits.ToBytes(Value);

    public int CompareTo(JobId other) => Value.CompareTo(other.Value);

    public override string ToString() => IdBits.ToText(Value);

    /// <summary>When the client minted it, by the client's clock; meaningless for ids made from keys.</summary>
    internal long MintedUnixMs => (long)(Value >> 80);

    internal static JobId FromWire(ByteString bytes) => FromBytes(bytes.Span);

    internal ByteString ToWire() => UnsafeByteOperations.UnsafeWrap(ToBytes());

    public static bool operator <(JobId left, JobId right) => left.Value < right.Value;

    public static bool operator >(JobId left, JobId right) => left.Value > right.Value;

    public static bool operator <=(JobId left, JobId right) => left.Value <= right.Value;

    public static bool operator >=(JobId left, JobId right) => left.Value >= right.Value;
}
