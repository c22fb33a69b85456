using Akka.Actor;
using Akka.Event;

namespace Akka.Remote.Internal;

/// <summary>Publishes what happens to associations on the event stream, and logs it as far as the settings want.</summary>
internal sealed class LifecycleEvents(ActorSystem system, ILoggingAdapter log, LogLevel? mostVerbose)
{
    public void Publish(RemotingLifecycleEvent occurred)
    {
        system.EventStream.Publish(occurred);
        var level = occurred.LogLevel();
        if (level >= mostVerbose) log.Log(level, null, "{0}", occurred);
    }
}
