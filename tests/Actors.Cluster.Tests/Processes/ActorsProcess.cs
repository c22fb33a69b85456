using System.Diagnostics;
using System.Text;

namespace Actors.Cluster.Tests.Processes;

/// <summary>One run of the real executable: <c>actors ...</c> in a process of its own.</summary>
public sealed class ActorsProcess : IAsyncDisposable
{
    private const string Cli = "Actors.Cli";
    private static readonly TimeSpan ExitLimit = TimeSpan.FromSeconds(20);

    private readonly Process _process;
    private readonly Task _drained;

    private ActorsProcess(string name, Process process)
    {
        Name = name;
        _process = process;
        Output = new ProcessOutput(name);
        Errors = new ProcessOutput(name + " (stderr)");
        _drained = Task.WhenAll(DrainAsync(process.StandardOutput, Output), DrainAsync(process.StandardError, Errors));
    }

    public string Name { get; }

    public int Id => _process.Id;

    public ProcessOutput Output { get; }

    public ProcessOutput Errors { get; }

    /// <param name="name">For messages of failed tests.</param>
    /// <param name="folder">The working directory.</param>
    /// <param name="arguments">Of the command line.</param>
    public static ActorsProcess Start(string name, string folder, params string[] arguments) => StartWithin([], name, folder, Cli, arguments);

    /// <summary>Another program of ours, that lies beside the tests as well.</summary>
    public static async Task<CommandResult> RunProgramAsync(string program, string folder, TimeSpan limit, params string[] arguments)
    {
        await using var process = StartWithin([], program, folder, program, arguments);
        return await process.ExitAsync(limit);
    }

    /// <summary>Likewise, with an input that the test types.</summary>
    public static ActorsProcess StartProgram(string name, string folder, string program, params string[] arguments) =>
        StartWithin([], name, folder, program, arguments, keepsInput: true);

    public Task TypeAsync(string line) => _process.StandardInput.WriteLineAsync(line);

    public void EndInput() => _process.StandardInput.Close();

    private static ActorsProcess StartWithin(
        IReadOnlyList<string> within, string name, string folder, string program, string[] arguments, bool keepsInput = false)
    {
        string[] command = [.. within, DotNet, Path.Combine(AppContext.BaseDirectory, program + ".dll"), .. arguments];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        start.Environment.Remove("ACTORS_CONNECT");
        start.Environment["DOTNET_TieredPGO"] = "0"; // to count what runs pays off only in what runs for longer
        var process = Process.Start(start) ?? throw new InvalidOperationException($"{command[0]} does not start");
        if (keepsInput) process.StandardInput.AutoFlush = true;
        else process.StandardInput.Close();
        return new ActorsProcess(name, process);
    }

    /// <summary>Runs a command to its end.</summary>
    /// <exception cref="TimeoutException">It has not ended within <paramref name="limit"/>; it is killed, and its output is in the message.</exception>
    public static Task<CommandResult> RunAsync(string folder, TimeSpan limit, params string[] arguments) => RunWithinAsync([], folder, limit, arguments);

    /// <summary>Likewise; <paramref name="within"/> is a command that starts <c>actors</c> in surroundings of its own.</summary>
    public static async Task<CommandResult> RunWithinAsync(IReadOnlyList<string> within, string folder, TimeSpan limit, params string[] arguments)
    {
        await using var process = StartWithin(within, "actors " + string.Join(' ', arguments), folder, Cli, arguments);
        return await process.ExitAsync(limit);
    }

    public async Task<CommandResult> ExitAsync(TimeSpan limit)
    {
        try
        {
            await _process.WaitForExitAsync().WaitAsync(limit);
            await _drained.WaitAsync(limit);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"{Name} still runs after {limit.TotalSeconds:0.#} s. Its output:\n{Output}\nIts errors:\n{Errors}");
        }

        return new CommandResult(Name, _process.ExitCode, Output.ToString(), Errors.ToString());
    }

    /// <summary>SIGKILL: no farewell of any kind.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await ExitAsync(ExitLimit);
    }

    /// <summary>SIGTERM, as a service manager sends it.</summary>
    public Task TerminateAsync() => SignalAsync("TERM");

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) await KillAsync();
        _process.Dispose();
    }

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", _process.Id.ToString()]);
        await kill.WaitForExitAsync();
    }

    private static string DotNet => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    private static async Task DrainAsync(StreamReader reader, ProcessOutput output)
    {
        while (await reader.ReadLineAsync() is { } line) output.Add(line);
        output.End("the process has ended");
    }
}
