using System.Text;
using Actors.Jobs.Processes;
using Xunit;

namespace Actors.Sandbox.Tests;

/// <summary>What becomes of a job's stderr.</summary>
public class LogTests
{
    private readonly LogBuffer _log = new(8, 8);
    private readonly List<(double Fraction, string Text)> _told = [];

    [Theory]
    [InlineData("short")]
    [InlineData("exactly sixteen!")]
    public void What_fits_is_kept_whole(string text)
    {
        _log.Append(Encoding.UTF8.GetBytes(text));

        Assert.Equal((text, 0), (_log.ToString(), _log.Dropped));
    }

    [Fact]
    public void Of_what_does_not_fit_the_middle_goes_however_it_was_written()
    {
        var text = "0123456789abcdefghijklmnopqrstuvwxyz";
        foreach (var size in new[] { 1, 3, 7, 36 })
        {
            var log = new LogBuffer(8, 8);
            foreach (var part in text.Chunk(size))
                log.Append(Encoding.UTF8.GetBytes(part));
            Assert.Equal(("01234567stuvwxyz", 20), (log.ToString(), log.Dropped));
        }
    }

    [Fact]
    public void Progress_is_told_and_leaves_the_log_also_byte_by_byte()
    {
        var lines = new ProgressLines((fraction, text) => _told.Add((fraction, text)), _log);
        foreach (var part in "a\n#progress 0.5 half way\n#progress 1\nb"u8.ToArray())
            lines.Append([part]);
        lines.Complete();

        Assert.Equal([(0.5, "half way"), (1, "")], _told);
        Assert.Equal("a\nb", _log.ToString());
    }

    [Theory]
    [InlineData("#progress")]
    [InlineData("#progress 2 x")]
    [InlineData("#progress NaN")]
    [InlineData(" #progress 0")]
    public void What_only_looks_like_progress_stays(string line)
    {
        var log = new LogBuffer(64, 64);
        var lines = new ProgressLines((fraction, text) => _told.Add((fraction, text)), log);
        lines.Append(Encoding.UTF8.GetBytes(line + "\n"));

        Assert.Empty(_told);
        Assert.Equal(line + "\n", log.ToString());
    }

    [Fact]
    public void Progress_cannot_command_a_terminal()
    {
        var lines = new ProgressLines((fraction, text) => _told.Add((fraction, text)), _log);
        lines.Append("#progress 0.1 \u001b[2Jx\u009b\n"u8);

        Assert.Equal([(0.1, "?[2Jx?")], _told);
    }
}
