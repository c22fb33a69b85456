using System.Diagnostics;
using System.Runtime.Versioning;
using Actors.Cli.Remote;

namespace Actors.Cluster.Tests.Remote;

/// <summary>
/// This machine in ssh's place: the command goes to a shell here, with a home folder of its own and a program <c>dotnet</c> that is a script which only says that it is
/// ready. So the scripts themselves are what is tested.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal sealed class LocalShell : IDisposable
{
    public const string Greeting = "Welcome! error: none";

    public string Home { get; } = Directory.CreateTempSubdirectory("actors it's \"$HOME\" ").FullName;

    /// <summary>What has been asked for: host and command.</summary>
    public List<(string Host, string Command)> Calls { get; } = [];

    /// <summary>Hosts that ssh does not reach.</summary>
    public HashSet<string> Down { get; } = [];

    public string Dotnet(string runtimes, string asNode)
    {
        var file = Path.Combine(Home, "dot net");
        File.WriteAllText(file, $"#!/bin/sh\nif [ \"$1\" = --list-runtimes ]; then\n{runtimes}\nelse\n{asNode}\nfi\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return file;
    }

    public async Task<SshResult> RunAsync(IReadOnlyList<string> arguments, Stream input, CancellationToken cancel)
    {
        var (host, command) = (arguments[^2], arguments[^1]);
        lock (Calls) Calls.Add((host, command));
        if (Down.Contains(host)) return new SshResult(SshFailure.ExitCode, "", "ssh: connect to host: Connection refused");
        var start = new ProcessStartInfo("sh", ["-c", $"echo '{Greeting}'; {command}"])
        {
            WorkingDirectory = Home,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["HOME"] = Home;
        start.Environment.Remove("DOTNET_ROOT");
        using var shell = Process.Start(start)!;
        var (output, errors) = (shell.StandardOutput.ReadToEndAsync(cancel), shell.StandardError.ReadToEndAsync(cancel));
        await input.CopyToAsync(shell.StandardInput.BaseStream, cancel);
        shell.StandardInput.Close();
        await shell.WaitForExitAsync(cancel);
        return new SshResult(shell.ExitCode, await output, await errors);
    }

    public void Dispose() => Directory.Delete(Home, recursive: true);
}
