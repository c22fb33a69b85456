using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Actors.Cli.Internal;
using Actors.Client;
using Actors.Dataflow;
using Actors.Dataflow.Graphs;
using Actors.Services;
using Akka.Actor;

namespace Actors.Cli.Flows;

/// <summary>Runs one flow in this process, tells others of the user how it does, and reads its file anew when it is asked to (SIGHUP).</summary>
internal sealed class FlowHost(CommandRun run, string file, Func<FlowGraph> load, TimeSpan drain)
{
    private const int MaxLooks = 100;

    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(50);

    /// <param name="graph">The flow.</param>
    /// <param name="cluster">Null: it has nothing to do with one.</param>
    /// <param name="isMember">This process is a member of it, and others may run some of the flow's actors.</param>
    public async Task RunAsync(FlowGraph graph, ComputeCloud? cluster, bool isMember)
    {
        using var own = isMember ? null : ActorSystem.Create("flow", FlowLogger.Settings);
        await using var director = new Director(graph, own ?? cluster!.ActorSystem);
        using var unread = new CancellationTokenSource();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(run.Cancel, unread.Token);
        if (cluster is not null) director.Use(cluster);
        if (FlowOutput.Open(unread.Cancel) is { } output) director.Use(output);
        await director.StartAsync().ConfigureAwait(false);
        try
        {
            await using var watch = await WatchAsync(director).ConfigureAwait(false);
            var reload = new OneAtATime(() => ReloadAsync(director, isMember));
            using var asked = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
            {
                signal.Cancel = true;
                _ = reload.AskAsync();
            });
            await ThrowIfNotStartedAsync(director).ConfigureAwait(false);
            Say($"the flow {graph.Name} runs: {graph.Actors.Count} actors, {graph.Edges.Length} edges; see it with: actors flow top {graph.Name}");
            await director.FinishAsync(drain, end.Token).ConfigureAwait(false);
        }
        catch (FlowEndedException failure)
        {
            // Who is cut off from the others for too long is no member any more, and they go on without it.
            var why = isMember && Akka.Cluster.Cluster.Get(cluster!.ActorSystem).IsTerminated ? "this process is no member of the cluster any more: " : "";
            throw new ActorsException(ErrorCodes.Failed, why + failure.Message, failure);
        }

        if (unread.IsCancellationRequested) throw new ActorsException(ErrorCodes.Failed, $"the flow {graph.Name} has ended, because nobody reads its output any more");
        Say($"the flow {graph.Name} has ended");
    }

    /// <summary>
    /// Waits until all modules have been started. What cannot start in the very beginning will hardly do so later (a port that is taken, a class that throws), and whoever has started the flow is
    /// still there to read why. A module that fails later, or after the file was read again, is tried again: then the flow is worth more than the one module.
    /// </summary>
    private async Task ThrowIfNotStartedAsync(Director director)
    {
        // Whoever has not started by then is slow, and has not failed.
        for (var looks = 0; looks < MaxLooks && !run.Cancel.IsCancellationRequested; looks++)
        {
            var states = (await director.GetStatisticsAsync().ConfigureAwait(false)).ToLookup(actor => actor.State);
            if (states.Contains(FlowActorState.Failing))
            {
                await director.StopAsync(drain).ConfigureAwait(false);
                throw new ActorsException(ErrorCodes.Failed, $"the flow {director.Graph.Name} has ended, because it could not start {string.Join("; ", states[FlowActorState.Failing].Select(actor => $"{actor.Actor}: {actor.Failure}"))}");
            }

            if (!states.Contains(FlowActorState.Starting)) return;
            await Task.Delay(LookAgain, TimeProvider.System, run.Cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ReloadAsync(Director director, bool isMember)
    {
        try
        {
            var graph = load();
            if (!isMember && FlowWords.NeedsNodes(graph)) throw new ActorsException(ErrorCodes.Invalid, "it names roles, and this flow has joined no cluster, because it had none when it began; start it again");
            await director.ChangeAsync(graph).ConfigureAwait(false);
            Say($"{file} was read again: {graph.Actors.Count} actors, {graph.Edges.Length} edges");
        }
        catch (Exception failure)
        {
            // Whatever it is: what runs is better than nothing, and the next signal must still be heard.
            Say($"{file} was not taken, the flow runs on as it was:{Environment.NewLine}{failure.Message}");
        }
    }

    // A flow runs also where nobody can look at it.
    private async Task<IAsyncDisposable?> WatchAsync(Director director)
    {
        SocketServer? server = null;
        try
        {
            var record = new FlowRecord(director.Graph.Name, Path.GetFullPath(file), Environment.ProcessId, 0, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)), TimeProvider.System.GetUtcNow().ToString("O"));
            server = await SocketServer.ServeAsync(new FlowWatch(director, record), 0).ConfigureAwait(false);
            return new Watch(server, RunningFlows.OfUser().Add(record with { Port = server.EndPoint.Port }));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ActorsException)
        {
            Say($"actors flow top will not see this flow: {failure.Message}");
            if (server is not null) await server.DisposeAsync().ConfigureAwait(false);
            return null;
        }
    }

    private void Say(string text) => run.Error.WriteLine($"actors flow run: {text}");

    private sealed class Watch(SocketServer server, IDisposable entry) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            entry.Dispose();
            return server.DisposeAsync();
        }
    }
}
