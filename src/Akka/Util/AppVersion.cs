using System.Globalization;

namespace Akka.Util;

/// <summary>
/// The version of an application, ordered by its numbers: <c>1.2</c>, <c>1.2.3-beta1</c> (before <c>1.2.3</c>), <c>1.2.3+4-abc</c> (after it).
/// </summary>
public class AppVersion : IComparable<AppVersion>, IEquatable<AppVersion>
{
    // Major, minor, patch, and the number of changes since.
    private const int NumberCount = 4;

    public static readonly AppVersion Zero = new("0.0.0");

    private readonly int[] _numbers = new int[NumberCount];
    private readonly string _rest;

    internal AppVersion(string version)
    {
        Version = version;
        var end = version.AsSpan().IndexOfAny('-', '+');
        var numbers = end < 0 ? version : version[..end];
        var parts = numbers.Split('.');
        if (parts.Length > NumberCount - 1)
            throw new FormatException($"Expected at most three numbers in version [{version}].");
        for (var i = 0; i < parts.Length; i++)
            _numbers[i] = Number(parts[i]);
        _rest = end < 0 ? "" : version[(end + 1)..];
        if (end >= 0 && version[end] == '+')
        {
            var changes = _rest.Split('-', 2);
            _numbers[^1] = Number(changes[0]);
            _rest = "";
        }
    }

    public string Version { get; }

    /// <exception cref="FormatException">The text does not begin with one to three numbers.</exception>
    public static AppVersion Create(string version)
    {
        ArgumentNullException.ThrowIfNull(version);
        return new AppVersion(version);
    }

#nullable disable annotations
    public int CompareTo(AppVersion other)
    {
        if (other is null)
            return 1;
        for (var i = 0; i < NumberCount; i++)
        {
            var order = _numbers[i].CompareTo(other._numbers[i]);
            if (order != 0)
                return order;
        }
        // What has a suffix comes before what has none.
        if (_rest.Length == 0 || other._rest.Length == 0)
            return other._rest.Length.CompareTo(_rest.Length);
        return string.CompareOrdinal(_rest, other._rest);
    }

    public bool Equals(AppVersion other) => other is not null && CompareTo(other) == 0;

    public override bool Equals(object obj) => Equals(obj as AppVersion);

    public static bool operator ==(AppVersion first, AppVersion second) => first is null ? second is null : first.Equals(second);

    public static bool operator !=(AppVersion first, AppVersion second) => !(first == second);
#nullable restore annotations

    public override int GetHashCode() => HashCode.Combine(_numbers[0], _numbers[1], _numbers[2], _numbers[3], _rest);

    public override string ToString() => Version;

    private static int Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw new FormatException($"Expected a number, found [{text}].");
}
