using System.Globalization;
using System.Text;

namespace Actors.Jobs.Processes;

/// <summary>Takes lines like <c>#progress 0.4 reading</c> out of stderr; everything else goes on to the log unchanged.</summary>
internal sealed class ProgressLines(Action<double, string> progress, LogBuffer log)
{
    private const int LongestLine = 256;
    private static readonly byte[] Marker = "#progress "u8.ToArray();
    private readonly byte[] _line = new byte[LongestLine];
    private int _count;
    private bool _isOrdinary; // the present line is known not to be one of ours

    public void Append(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var end = bytes.IndexOf((byte)'\n');
            var part = end < 0 ? bytes : bytes[..(end + 1)];
            if (_isOrdinary)
                log.Append(part);
            else
                Hold(part);
            if (end >= 0)
                EndLine();
            bytes = bytes[part.Length..];
        }
    }

    /// <summary>The last line may lack its end.</summary>
    public void Complete() => EndLine();

    private void Hold(ReadOnlySpan<byte> part)
    {
        var fits = _count + part.Length <= LongestLine;
        if (fits)
        {
            part.CopyTo(_line.AsSpan(_count));
            _count += part.Length;
        }

        var known = Math.Min(_count, Marker.Length);
        if (fits && _line.AsSpan(0, known).SequenceEqual(Marker.AsSpan(0, known)))
            return;
        _isOrdinary = true;
        log.Append(_line.AsSpan(0, _count));
        _count = 0;
        if (!fits)
            log.Append(part);
    }

    private void EndLine()
    {
        if (_count > 0 && !TryTell(_line.AsSpan(0, _count)))
            log.Append(_line.AsSpan(0, _count));
        _count = 0;
        _isOrdinary = false;
    }

    private bool TryTell(ReadOnlySpan<byte> line)
    {
        if (!line.StartsWith(Marker))
            return false;
        var words = Encoding.UTF8.GetString(line[Marker.Length..]).TrimEnd().Split(' ', 2);
        if (!double.TryParse(words[0], NumberStyles.Float, CultureInfo.InvariantCulture, out var fraction) || fraction is not (>= 0 and <= 1))
            return false;
        progress(fraction, words.Length > 1 ? Printable(words[1]) : "");
        return true;
    }

    // It ends up on terminals, where control characters are commands.
    private static string Printable(string text) => string.Concat(text.Select(character => char.IsControl(character) ? '?' : character));
}
