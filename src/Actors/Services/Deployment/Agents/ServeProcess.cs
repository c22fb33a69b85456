using System.Diagnostics;
using System.Text.Json;

namespace Actors.Services.Deployment.Agents;

/// <summary>One run of <c>actors serve</c> as a child of this process. It ends when we close its input, so also when we are killed.</summary>
internal sealed class ServeProcess : IDisposable
{
    private const int MostReadyChars = 64 * 1024;
    private const int MostReasonChars = 1000;

    // What it has started in its turn may keep its output open for ever.
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(2);

    private readonly Process _process;
    private readonly TaskCompletionSource<string> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile string _lastError = "";

    private ServeProcess(Process process, TimeProvider time)
    {
        _process = process;
        Ended = EndAsync(Task.WhenAll(ReadOutputAsync(), ReadErrorsAsync()), time);
    }

    /// <summary>Completed when the process is gone and has said all that it had to say.</summary>
    public Task Ended { get; }

    /// <summary>Why it ended, for people.</summary>
    public string Reason => $"the process ended with {_process.ExitCode}{(_lastError.Length > 0 ? $": {_lastError}" : "")}";

    /// <exception cref="ActorsException">failed: there is no such program.</exception>
    public static ServeProcess Start(ProcessStartInfo start, TimeProvider time)
    {
        (start.RedirectStandardInput, start.RedirectStandardOutput, start.RedirectStandardError, start.UseShellExecute) = (true, true, true, false);
        try
        {
            return new ServeProcess(Process.Start(start)!, time);
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

    private async Task EndAsync(Task reading, TimeProvider time)
    {
        await _process.WaitForExitAsync().ConfigureAwait(false);
        await reading.WaitAsync(LastWords, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task ReadOutputAsync()
    {
        var lines = new ShortLines(_process.StandardOutput, MostReadyChars);
        while (await lines.ReadAsync().ConfigureAwait(false) is { } line)
        {
            if (!_ready.Task.IsCompleted && HostIn(line) is { } host)
                _ready.TrySetResult(host);
        }
    }

    private async Task ReadErrorsAsync()
    {
        var lines = new ShortLines(_process.StandardError, MostReasonChars);
        while (await lines.ReadAsync().ConfigureAwait(false) is { } line)
        {
            if (!string.IsNullOrWhiteSpace(line))
                _lastError = line;
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
