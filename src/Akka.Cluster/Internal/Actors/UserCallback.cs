using Akka.Event;

namespace Akka.Cluster.Internal;

/// <summary>Runs the user's code, from whose failure the cluster must not suffer.</summary>
internal static class UserCallback
{
    public static void Run(Action callback, ILoggingAdapter log, string occasion)
    {
        try
        {
            callback();
        }
        catch (Exception e)
        {
            // Nobody else could handle it; the user finds it in the log.
            log.Error(e, "A callback for this member being {0} failed", occasion);
        }
    }
}
