using System.Diagnostics;
using System.Text.Json;

namespace Actors.Services.Deployment.Agents;

/// <summary>One run of <c>actors serve</c> as a child of this process. It ends when we close its input, so also when we are killed.</summary>
internal sealed class ServeProcess : IDisposable
{
    private const int MostLineChars = 1000;

    private readonly Process _process;
    private readonly TaskCompletionSource<string> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile string _lastError = "";

    private ServeProcess(Process process)
    {
        _process = process;
        Ended = process.WaitForExitAsync();
        _ = ReadOutputAsync();
        _ = ReadErrorsAsync();
    }

    /// <summary>Completed when the process is gone and has said all that it had to say.</summary>
    public Task Ended { get; }

    /// <summary>Why it ended, for people.</summary>
    public string Reason => $"the process ended with {_process.ExitCode}{(_lastError.Length > 0 ? $": {_lastError}" : "")}";

    /// <exception cref="ActorsException">failed: there is no such program.</exception>
    public static ServeProcess Start(ProcessStartInfo start)
    {
        (start.RedirectStandardInput, start.RedirectStandardOutput, start.RedirectStandardError, start.UseShellExecute) = (true, true, true, false);
        try
        {
            return new ServeProcess(Process.Start(start)!);
        }
        catch (System.ComponentModel.Win32Exception failure)
        {
            throw new ActorsException(ErrorCodes.Failed, $"{start.FileName} cannot be started: {failure.Message} (actors.deployments.worker.program)", failure);
        }
    }

    /// <summary>Waits until it serves.</summary>
    /// <returns>Its name among the hosts of its service.</returns>
    /// <exception cref="ActorsException">It ended first, or has not begun in time.</exception>
    public async Task<string> ReadyAsync(TimeSpan patience, TimeProvider time)
    {
        try
        {
            var first = await Task.WhenAny(_ready.Task, Ended).WaitAsync(patience, time).ConfigureAwait(false);
            return first == _ready.Task ? await _ready.Task.ConfigureAwait(false) : throw new ActorsException(ErrorCodes.Failed, Reason);
        }
        catch (TimeoutException)
        {
            throw new ActorsException(ErrorCodes.Timeout, $"the process does not serve after {patience.TotalSeconds:0.#} s (actors.deployments.worker.start-timeout)");
        }
    }

    /// <summary>Has it end in good order, and kills it if it does not.</summary>
    public async Task StopAsync(TimeSpan patience, TimeProvider time)
    {
        try
        {
            _process.StandardInput.Close();
            await Ended.WaitAsync(patience, time).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is TimeoutException or IOException)
        {
            Kill();
            await Ended.ConfigureAwait(false);
        }
    }

    public void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended.
        }
    }

    public void Dispose() => _process.Dispose();

    private async Task ReadOutputAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            if (!_ready.Task.IsCompleted && HostIn(line) is { } host)
                _ready.TrySetResult(host);
        }
    }

    private async Task ReadErrorsAsync()
    {
        while (await _process.StandardError.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            if (!string.IsNullOrWhiteSpace(line))
                _lastError = line.Length > MostLineChars ? line[..MostLineChars] : line;
        }
    }

    /// <summary>In the line that says that it serves; whatever else a constructor prints is not it.</summary>
    private static string? HostIn(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            return document.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("host", out var host) ? host.GetString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
