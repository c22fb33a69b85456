using Actors.Internal;
using Actors.Jobs.Processes;

namespace Actors.Jobs.Workers;

/// <summary>A thread for each run: it blocks for as long as the job runs, and must live as long as the job (see <see cref="BoxRunner"/>).</summary>
internal static class BoxThread
{
    public static Task<T> RunAsync<T>(Func<T> work) => OwnThread.RunAsync("job", () =>
    {
        // A job may not look into the session of whoever started the node.
        if (OperatingSystem.IsLinux())
            LibC.LeaveSessionKeyring();
        return work();
    });
}
