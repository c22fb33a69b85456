using Akka.Actor;

namespace Akka.Cluster.Tools.Client.Internal;

/// <summary>
/// The way back to one sender outside: a reference on the receptionist's node, to which anyone in the cluster can answer, and which passes the
/// answer on over the connection that the client has made. No actor: an Ask costs no mailbox here.
/// </summary>
internal sealed class ResponseTunnel(IActorRefProvider provider, ActorPath path, IActorRef sender, IScheduler scheduler) : MinimalActorRef
{
    // Askers live below /temp on their node.
    private readonly bool _isOfAsker = sender.Path.Parent.Name == "temp";
    private long _lastUsed = scheduler.MonotonicClock.Ticks;
    private bool _isDone;

    public override ActorPath Path => path;

    public override IActorRefProvider Provider => provider;

    public IActorRef OutsideSender => sender;

    /// <summary>An asker takes one answer, and has had it.</summary>
    public bool IsDone => Volatile.Read(ref _isDone);

    public TimeSpan LastUsed => TimeSpan.FromTicks(Interlocked.Read(ref _lastUsed));

    public void Touch() => Interlocked.Exchange(ref _lastUsed, scheduler.MonotonicClock.Ticks);

#nullable disable annotations
    protected override void TellInternal(object message, IActorRef from)
    {
        Touch();
        // Without a sender: what is behind the receptionist is not to be reached from outside but through it.
        sender.Tell(message, ActorRefs.NoSender);
        if (_isOfAsker)
            Volatile.Write(ref _isDone, true);
    }
#nullable restore annotations
}
