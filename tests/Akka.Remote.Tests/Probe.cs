using System.Threading.Channels;
using Akka.Actor;

namespace Akka.Remote.Tests;

/// <summary>An actor of a system under test whose messages the test takes one by one.</summary>
public sealed class Probe
{
    private readonly Channel<(object Message, IActorRef Sender)> _received = Channel.CreateUnbounded<(object, IActorRef)>();

    public Probe(ActorSystem system, string? name = null)
    {
        var writer = _received.Writer;
        Ref = system.ActorOf(Props.Create(() => new Receiver(writer)), name);
    }

    public IActorRef Ref { get; }

    /// <summary>Who sent the last message that was taken.</summary>
    public IActorRef LastSender { get; private set; } = ActorRefs.Nobody;

    public void Tell(IActorRef target, object message) => target.Tell(message, Ref);

    public async Task Watch(IActorRef subject)
    {
        Ref.Tell(new WatchNow(subject));
        await Next<Watching>();
    }

    public async Task Unwatch(IActorRef subject)
    {
        Ref.Tell(new UnwatchNow(subject));
        await Next<Watching>();
    }

    public void Subscribe(ActorSystem system, Type topic) => system.EventStream.Subscribe(Ref, topic);

    /// <summary>The next message, which must be of this type.</summary>
    public async Task<T> Next<T>(string phase = "")
    {
        using var limit = new CancellationTokenSource(TwoNodes.Soon);
        try
        {
            var (message, sender) = await _received.Reader.ReadAsync(limit.Token);
            LastSender = sender;
            return message is T expected ? expected : throw new InvalidOperationException($"{phase}: expected {typeof(T)}, got {message.GetType()}: {message}");
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"{phase}: no {typeof(T)} arrived");
        }
    }

    /// <summary>Takes messages until one is of this type and fits.</summary>
    public async Task<T> Find<T>(Func<T, bool>? fits = null)
    {
        while (true)
        {
            if (await Next<object>($"looking for {typeof(T)}") is T found && (fits is null || fits(found))) return found;
        }
    }

    /// <summary>Everything that has arrived so far.</summary>
    public IReadOnlyList<object> TakeAll()
    {
        var all = new List<object>();
        while (_received.Reader.TryRead(out var next)) all.Add(next.Message);
        return all;
    }

    private sealed record WatchNow(IActorRef Subject);

    private sealed record UnwatchNow(IActorRef Subject);

    private sealed record Watching;

    private sealed class Receiver(ChannelWriter<(object, IActorRef)> received) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            if (message is WatchNow watch) Context.Watch(watch.Subject);
            else if (message is UnwatchNow unwatch) Context.Unwatch(unwatch.Subject);
            received.TryWrite((message is WatchNow or UnwatchNow ? new Watching() : message, Sender));
        }
    }
}
