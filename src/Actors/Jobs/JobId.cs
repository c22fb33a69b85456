using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;

namespace Actors.Jobs;

/// <summary>
/// Names one job for good: 128 bits, printed as 32 lower-case hex digits. The client mints it, so a job that is submitted again is the same job.
/// </summary>
public readonly record struct JobId(UInt128 Value) : IComparable<JobId>, ISpanParsable<JobId>
{
    /// <summary>16 bytes, big-endian.</summary>
    public const int SizeBytes = 16;

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

    public static JobId FromBytes(ReadOnlySpan<byte> bytes) => bytes.Length == SizeBytes
        ? new JobId(BinaryPrimitives.ReadUInt128BigEndian(bytes))
        : throw new ArgumentException($"A job id has {SizeBytes} bytes, not {bytes.Length}.", nameof(bytes));

    public static JobId Parse(string text) => Parse(text.AsSpan(), null);

    public static JobId Parse(string s, IFormatProvider? provider) => Parse(s.AsSpan(), provider);

    public static JobId Parse(ReadOnlySpan<char> s, IFormatProvider? provider) => TryParse(s, provider, out var id)
        ? id
        : throw new FormatException($"'{s}' is no job id: 32 hex digits are expected.");

    public static bool TryParse([NotNullWhen(true)] string? text, out JobId result) => TryParse(text.AsSpan(), null, out result);

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out JobId result) =>
        TryParse(s.AsSpan(), provider, out result);

    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out JobId result)
    {
        var ok = UInt128.TryParse(s, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) && s.Length == 2 * SizeBytes;
        result = ok ? new JobId(value) : default;
        return ok;
    }

    public byte[] ToBytes()
    {
        var bytes = new byte[SizeBytes];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, Value);
        return bytes;
    }

    public int CompareTo(JobId other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString("x32", CultureInfo.InvariantCulture);

    internal static JobId FromWire(ByteString bytes) => FromBytes(bytes.Span);

    internal ByteString ToWire() => UnsafeByteOperations.UnsafeWrap(ToBytes());

    public static bool operator <(JobId left, JobId right) => left.Value < right.Value;

    public static bool operator >(JobId left, JobId right) => left.Value > right.Value;

    public static bool operator <=(JobId left, JobId right) => left.Value <= right.Value;

    public static bool operator >=(JobId left, JobId right) => left.Value >= right.Value;
}
