using System.Globalization;

namespace Akka.Configuration.Hocon.Internal;

/// <summary>Numbers with units: durations and byte sizes.</summary>
internal static class Units
{
    internal static bool TryDuration(string text, out TimeSpan duration)
    {
        duration = default;
        if (!TrySplit(text, out var number, out var unit)) return false;
        var ticks = unit switch
        {
            "ns" or "nano" or "nanos" or "nanosecond" or "nanoseconds" => 1m / TimeSpan.NanosecondsPerTick,
            "us" or "µs" or "micro" or "micros" or "microsecond" or "microseconds" => TimeSpan.TicksPerMicrosecond,
            "" or "ms" or "milli" or "millis" or "millisecond" or "milliseconds" => TimeSpan.TicksPerMillisecond,
            "s" or "second" or "seconds" => TimeSpan.TicksPerSecond,
            "m" or "minute" or "minutes" => TimeSpan.TicksPerMinute,
            "h" or "hour" or "hours" => TimeSpan.TicksPerHour,
            "d" or "day" or "days" => TimeSpan.TicksPerDay,
            _ => 0m,
        };
        if (!TryScale(number, ticks, out var total)) return false;
        duration = TimeSpan.FromTicks(total);
        return true;
    }

    internal static bool TryByteSize(string text, out long bytes)
    {
        bytes = 0;
        return TrySplit(text, out var number, out var unit) && TryScale(number, BytesPer(unit), out bytes);
    }

    /// <summary>SI prefixes count in thousands; a lone letter and the binary prefixes count in 1024s, as in the JVM's options.</summary>
    private static decimal BytesPer(ReadOnlySpan<char> unit) => unit switch
    {
        "" or "b" or "B" or "byte" or "bytes" => 1,
        "kB" or "KB" or "kilobyte" or "kilobytes" => Power(1000, 1),
        "MB" or "megabyte" or "megabytes" => Power(1000, 2),
        "GB" or "gigabyte" or "gigabytes" => Power(1000, 3),
        "TB" or "terabyte" or "terabytes" => Power(1000, 4),
        "PB" or "petabyte" or "petabytes" => Power(1000, 5),
        "EB" or "exabyte" or "exabytes" => Power(1000, 6),
        "k" or "K" or "Ki" or "KiB" or "kibibyte" or "kibibytes" => Power(1024, 1),
        "m" or "M" or "Mi" or "MiB" or "mebibyte" or "mebibytes" => Power(1024, 2),
        "g" or "G" or "Gi" or "GiB" or "gibibyte" or "gibibytes" => Power(1024, 3),
        "t" or "T" or "Ti" or "TiB" or "tebibyte" or "tebibytes" => Power(1024, 4),
        "p" or "P" or "Pi" or "PiB" or "pebibyte" or "pebibytes" => Power(1024, 5),
        "e" or "E" or "Ei" or "EiB" or "exbibyte" or "exbibytes" => Power(1024, 6),
        _ => 0,
    };

    private static decimal Power(decimal factor, int exponent) => exponent == 0 ? 1 : factor * Power(factor, exponent - 1);

    private static bool TrySplit(string text, out decimal number, out ReadOnlySpan<char> unit)
    {
        var trimmed = text.AsSpan().Trim();
        var length = trimmed.Length;
        while (length > 0 && (char.IsLetter(trimmed[length - 1]) || trimmed[length - 1] == 'µ')) length--;
        unit = trimmed[length..];
        return decimal.TryParse(trimmed[..length].TrimEnd(), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number);
    }

    /// <param name="number">How many.</param>
    /// <param name="factor">What one is; 0 for a unit that does not exist.</param>
    /// <param name="total">The product, cut to a whole number.</param>
    private static bool TryScale(decimal number, decimal factor, out long total)
    {
        total = 0;
        // A decimal holds 7.9e28, so a product of these two magnitudes cannot overflow it.
        if (factor == 0 || Math.Abs(number) > long.MaxValue / Math.Max(factor, 1)) return false;
        total = (long)(number * factor);
        return true;
    }
}
