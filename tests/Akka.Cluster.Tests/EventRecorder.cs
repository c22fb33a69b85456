using System.Threading.Channels;
using Akka.Actor;

namespace Akka.Cluster.Tests;

/// <summary>Subscribes to cluster events and hands them out in order.</summary>
public sealed class EventRecorder : UntypedActor
{
    private readonly ChannelWriter<object> _events;
    private readonly ClusterEvent.SubscriptionInitialStateMode _mode;
    private readonly Type[] _types;

    public EventRecorder(ChannelWriter<object> events, ClusterEvent.SubscriptionInitialStateMode mode, Type[] types)
    {
        _events = events;
        _mode = mode;
        _types = types;
    }

    public static (IActorRef Actor, ChannelReader<object> Events) Start(
        ActorSystem system, ClusterEvent.SubscriptionInitialStateMode mode, params Type[] types)
    {
        var channel = Channel.CreateUnbounded<object>();
        var writer = channel.Writer;
        return (system.ActorOf(Props.Create(() => new EventRecorder(writer, mode, types))), channel.Reader);
    }

    /// <summary>The next event of a kind; others are skipped.</summary>
    public static async Task<T> Next<T>(ChannelReader<object> events)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
            if (await events.ReadAsync(limit.Token) is T wanted)
                return wanted;
    }

    protected override void PreStart() => Cluster.Get(Context.System).Subscribe(Self, _mode, _types);

    protected override void OnReceive(object message) => _events.TryWrite(message);
}
