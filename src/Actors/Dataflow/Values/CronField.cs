using System.Collections;
using System.Collections.Immutable;
using System.Globalization;

namespace Actors.Dataflow.Values;

/// <summary>One field of a schedule: the numbers that it allows.</summary>
internal sealed class CronField
{
    private readonly BitArray _allowed;

    private CronField(BitArray allowed, bool isAny) => (_allowed, IsAny) = (allowed, isAny);

    /// <summary>It is written as <c>*</c>, perhaps with steps: the day then follows the other field of days.</summary>
    public bool IsAny { get; }

    public bool AllowsAll { get; private init; }

    public bool Allows(int value) => _allowed[value];

    /// <summary>The next number from one on that is allowed; -1: none.</summary>
    public int From(int value)
    {
        for (; value < _allowed.Length; value++)
            if (_allowed[value]) return value;
        return -1;
    }

    /// <param name="text">A list of <c>*</c>, numbers, names and ranges, each with <c>/STEP</c> or without.</param>
    /// <param name="what">Its name, for an error.</param>
    /// <param name="least">The least number.</param>
    /// <param name="most">The greatest.</param>
    /// <param name="round">After so many they begin again.</param>
    /// <param name="names">Names of the numbers from <paramref name="least"/> on.</param>
    public static CronField Parse(string text, string what, int least, int most, int round, ImmutableArray<string> names)
    {
        var allowed = new BitArray(most + 1);
        foreach (var item in text.Split(','))
        {
            var (range, step) = item.Split('/') is [var before, var after] ? (before, Number(after, 1, most)) : (item, 1);
            var (from, to) = range == "*" ? (least, most)
                : range.Split('-') is [var first, var last] ? (Value(first), Value(last))
                : (Value(range), item.Contains('/') ? most : Value(range));
            // A range may go over the end: 22-2, Fri-Mon.
            if (to < from) to += round;
            for (var value = from; value <= to; value += step) allowed[value > most ? value - round : value] = true;
        }

        return new CronField(allowed, text[0] == '*') { AllowsAll = Enumerable.Range(least, most - least + 1).All(value => allowed[value]) };

        int Value(string value) => names.ToList().FindIndex(name => name.Equals(value, StringComparison.OrdinalIgnoreCase)) is var index and >= 0 ? least + index : Number(value, least, most);

        int Number(string value, int from, int to) =>
            int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= from && number <= to
                ? number
                : throw new FormatException($"'{value}' in the {what} is not in {from} to {to}{(names.IsEmpty ? "" : $" or {string.Join(", ", names)}")}");
    }
}
