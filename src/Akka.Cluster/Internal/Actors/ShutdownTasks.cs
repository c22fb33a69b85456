using Akka.Actor;

namespace Akka.Cluster.Internal;

/// <summary>The cluster's part in the coordinated shutdown: leave, wait until the others let go, say so, stop.</summary>
internal static class ShutdownTasks
{
    // Without ConfigureAwait(false): the shutdown runs its tasks on a dispatcher, which they must not leave.
    public static void Register(Cluster cluster, ClusterRuntime runtime)
    {
        var shutdown = CoordinatedShutdown.Get(cluster.System);
        shutdown.AddTask(CoordinatedShutdown.PhaseClusterLeave, "leave", async () =>
        {
            if (HasToLeave(runtime))
                runtime.Tell(new MembershipInput.Leave(runtime.Self.Address));
            return await WaitForExiting(runtime);
        });
        shutdown.AddTask(CoordinatedShutdown.PhaseClusterExiting, "wait-exiting", () => WaitForExiting(runtime));
        shutdown.AddTask(CoordinatedShutdown.PhaseClusterExitingDone, "exiting-completed", async () =>
        {
            if (runtime.Latest.SelfMember?.Status == MemberStatus.Exiting && !runtime.IsTerminated)
            {
                runtime.Tell(new MembershipInput.ExitingCompleted());
                await runtime.Terminated;
            }
            return Done.Instance;
        });
        shutdown.AddTask(CoordinatedShutdown.PhaseClusterShutdown, "stop-cluster", async () =>
        {
            runtime.Stop();
            await runtime.Terminated;
            return Done.Instance;
        });
    }

    // A node that is no member, or is down, has nobody who would let it go.
    private static bool HasToLeave(ClusterRuntime runtime) =>
        !runtime.IsTerminated && runtime.Latest.SelfMember is { Status: not MemberStatus.Down };

    private static async Task<Done> WaitForExiting(ClusterRuntime runtime)
    {
        // Ends also when the cluster's actors stop.
        if (HasToLeave(runtime))
            await runtime.Exiting;
        return Done.Instance;
    }
}
