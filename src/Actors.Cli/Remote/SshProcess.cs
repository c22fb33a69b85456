using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Actors.Cli.Remote;

/// <summary>How a call of ssh ended.</summary>
internal sealed record SshResult(int ExitCode, string Output, string Errors);

/// <summary>Calls ssh with these arguments and this on its stdin; a test puts another one in its place.</summary>
internal delegate Task<SshResult> RunSsh(IReadOnlyList<string> arguments, Stream input, CancellationToken cancel);

/// <summary>The system's ssh as a process.</summary>
internal static class SshProcess
{
    private const string Program = "ssh";

    /// <summary>Enough for what our scripts say behind a long greeting; a host that floods us is cut off here.</summary>
    private const int MaxCharacters = 1 << 20;

    /// <exception cref="ActorsException">There is no ssh here.</exception>
    public static async Task<SshResult> RunAsync(IReadOnlyList<string> arguments, Stream input, CancellationToken cancel)
    {
        using var process = Start(arguments);
        await using var killed = cancel.UnsafeRegister(static state => Kill((Process)state!), process).ConfigureAwait(false);
        var output = ReadAsync(process.StandardOutput);
        var errors = ReadAsync(process.StandardError);
        await WriteAsync(process.StandardInput.BaseStream, input, cancel).ConfigureAwait(false);
        await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        var result = new SshResult(process.ExitCode, await output.ConfigureAwait(false), await errors.ConfigureAwait(false));
        cancel.ThrowIfCancellationRequested();
        return result;
    }

    private static Process Start(IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(Program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception failure)
        {
            throw new ActorsException(ErrorCodes.Invalid, $"this machine has no program {Program} ({failure.Message}); install the OpenSSH client", failure);
        }
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill();
        }
        catch (Exception failure) when (failure is InvalidOperationException or Win32Exception)
        {
            // It ended by itself meanwhile.
        }
    }

    private static async Task WriteAsync(Stream stdin, Stream input, CancellationToken cancel)
    {
        try
        {
            await using (stdin.ConfigureAwait(false))
                await input.CopyToAsync(stdin, cancel).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is IOException or OperationCanceledException)
        {
            // It does not want the rest: its exit code and its words say why.
        }
    }

    private static async Task<string> ReadAsync(StreamReader reader)
    {
        var text = new StringBuilder();
        var buffer = new char[4096];
        while (await reader.ReadAsync(buffer).ConfigureAwait(false) is > 0 and var count)
            text.Append(buffer, 0, Math.Min(count, MaxCharacters - text.Length));
        return text.ToString();
    }
}
