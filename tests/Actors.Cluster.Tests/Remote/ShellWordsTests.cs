using System.Diagnostics;
using Actors.Cli.Remote;
using FsCheck.Fluent;
using Xunit;

namespace Actors.Cluster.Tests.Remote;

public class ShellWordsTests
{
    [Fact]
    public async Task A_shell_takes_a_quoted_text_as_it_stands()
    {
        // One shell for all texts: it prints each of its words with a NUL behind.
        var texts = Gen.Sample(Gen.Elements([.. "ab '\"\\$`!*?~#&;|<>(){}[]\n\t-=é"]).ArrayOf().Select(letters => new string(letters)), 30, 200).Append("$(touch pwned)").Append("'; rm -rf x; '").ToArray();
        using var shell = Process.Start(new ProcessStartInfo("sh", ["-s"]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        var output = shell.StandardOutput.ReadToEndAsync();
        foreach (var text in texts) await shell.StandardInput.WriteAsync($"printf '%s\\0' {ShellWords.Quote(text)}\n");
        shell.StandardInput.Close();
        Assert.Equal(texts, (await output).Split('\0')[..^1]);
        await shell.WaitForExitAsync();
    }

    [Fact]
    public void A_text_with_NUL_is_refused() => Assert.Throws<ArgumentException>(() => ShellWords.Quote("a\0b"));
}
