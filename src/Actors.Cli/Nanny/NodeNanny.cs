using System.Globalization;
using Actors.Cli.Internal;

namespace Actors.Cli.Nanny;

/// <summary>
/// Watches a node in a process of its own: starts it again when it dies, ends when it ends in order, and has it leave when told to end. The exit code is that of the last run.
/// </summary>
/// <param name="terms">When to give up.</param>
/// <param name="arguments">Of the child's command line.</param>
/// <param name="say">Gets a line for people.</param>
/// <param name="time">For pauses.</param>
internal sealed class NodeNanny(NannyTerms terms, IReadOnlyList<string> arguments, Action<string> say, TimeProvider time)
{
    private readonly NannyPolicy _policy = new(terms);

    /// <exception cref="ActorsException">failed: the node's process cannot be started.</exception>
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        while (true)
        {
            var code = await RunOnceAsync(cancel).ConfigureAwait(false);
            if (cancel.IsCancellationRequested)
                return code;
            var verdict = _policy.Ended(code, time.GetElapsedTime(0));
            if (verdict.Deaths == 0)
                return code;
            if (verdict.Pause is not { } pause)
            {
                say($"the node {HowItEnded(code)}, {verdict.Deaths} times within {terms.Within:g}: it is given up (actors.nanny.max-restarts)");
                return code;
            }

            say($"the node {HowItEnded(code)}; it is started again in {pause.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture)} s, for the {verdict.Deaths}. time of at most {terms.MaxRestarts} within {terms.Within:g}");
            try
            {
                await Task.Delay(pause, time, cancel).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return ExitCodes.Done; // nothing runs
            }
        }
    }

    private async Task<int> RunOnceAsync(CancellationToken cancel)
    {
        using var node = NodeProcess.Start(arguments);
        say($"the node runs as process {node.Id}");
        var told = new TaskCompletionSource();
        using (cancel.UnsafeRegister(_ => told.TrySetResult(), null))
            await Task.WhenAny(node.Ended, told.Task).ConfigureAwait(false);
        if (node.Ended.IsCompleted)
            return await node.Ended.ConfigureAwait(false);
        node.Leave();
        try
        {
            return await node.Ended.WaitAsync(terms.LeaveTimeout, time, CancellationToken.None).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            say($"the node has not left within {terms.LeaveTimeout:g} (actors.nanny.leave-timeout); it is killed");
            node.Kill();
            return await node.Ended.ConfigureAwait(false);
        }
    }

    private static string HowItEnded(int code) => code > 128 ? $"was killed by signal {code - 128}" : $"ended with {code}";
}
