using System.Text;

namespace Actors.Services.Deployment.Agents;

/// <summary>The lines of what others' code writes, each only as far as it is of interest: one that never ends takes no more memory than a short one.</summary>
internal sealed class ShortLines(TextReader reader, int mostChars)
{
    private readonly char[] _buffer = new char[4096];
    private readonly StringBuilder _line = new();
    private int _start;
    private int _end;

    /// <summary>The beginning of the next line; null: there is none.</summary>
    public async Task<string?> ReadAsync()
    {
        _line.Clear();
        for (var isBegun = false; ; isBegun = true)
        {
            if (_start == _end)
            {
                (_start, _end) = (0, await reader.ReadAsync(_buffer).ConfigureAwait(false));
                if (_end == 0)
                    return isBegun ? _line.ToString() : null;
            }

            var newLine = Array.IndexOf(_buffer, '\n', _start, _end - _start);
            var length = (newLine < 0 ? _end : newLine) - _start;
            _line.Append(_buffer, _start, Math.Min(length, mostChars - _line.Length));
            _start += length;
            if (newLine < 0)
                continue;
            _start++;
            return _line.ToString().TrimEnd('\r');
        }
    }
}
