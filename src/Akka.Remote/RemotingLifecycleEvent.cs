using Akka.Actor;
using Akka.Event;

namespace Akka.Remote;

/// <summary>Something happened to remoting or one of its associations. Published on the event stream.</summary>
public abstract class RemotingLifecycleEvent : IInNodeMessage
{
    /// <summary>At which level it is logged, if <c>akka.remote.log-remote-lifecycle-events</c> lets it.</summary>
    public abstract LogLevel LogLevel();
}
