using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace Actors.Services.Methods;

/// <summary>Reads whole numbers, also as those write them who have no other numbers than with a fraction: 6.0 and 6e0 are 6.</summary>
internal static class WholeReader
{
    // A decimal is exact up to here.
    private const int MostLetters = 28;

    private static readonly Dictionary<Type, ValueReader> Readers = new()
    {
        [typeof(sbyte)] = new Reader<sbyte>(),
        [typeof(byte)] = new Reader<byte>(),
        [typeof(short)] = new Reader<short>(),
        [typeof(ushort)] = new Reader<ushort>(),
        [typeof(int)] = new Reader<int>(),
        [typeof(uint)] = new Reader<uint>(),
        [typeof(long)] = new Reader<long>(),
        [typeof(ulong)] = new Reader<ulong>(),
    };

    /// <summary>Null: the type has no whole numbers, or ones that are read as they ever were.</summary>
    public static ValueReader? Of(Type type) => Readers.GetValueOrDefault(Nullable.GetUnderlyingType(type) ?? type);

    /// <summary>Whether a number is written as one that has a fraction: among overloads it is first of all for the one that takes it as such.</summary>
    public static bool HasFraction(ReadOnlySpan<byte> json) => json.IndexOfAny((byte)'.', (byte)'e', (byte)'E') >= 0;

    private sealed class Reader<T> : ValueReader
        where T : struct, IBinaryInteger<T>, IMinMaxValue<T>
    {
        public override object? Read(ref Utf8JsonReader reader)
        {
            if (reader.TokenType == JsonTokenType.Null)
                return null;
            if (T.TryParse(reader.ValueSpan, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
                return number;
            return Convert(reader.ValueSpan);
        }

        private static object Convert(ReadOnlySpan<byte> text)
        {
            var isWhole = !HasFraction(text);
            if (!isWhole && text.Length <= MostLetters && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && decimal.IsInteger(number))
            {
                isWhole = true;
                if (number >= decimal.CreateChecked(T.MinValue) && number <= decimal.CreateChecked(T.MaxValue))
                    return T.CreateChecked(number);
            }

            throw isWhole ? new OverflowException($"from {T.MinValue} to {T.MaxValue}") : new FormatException();
        }
    }
}
