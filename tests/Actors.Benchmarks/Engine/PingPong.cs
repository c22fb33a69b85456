using System.Threading.Channels;
using Akka.Actor;

namespace Actors.Benchmarks.Engine;

/// <summary>Pairs of actors that send one message back and forth, with some in flight; beside it two loops over a pair of channels.</summary>
internal static class PingPong
{
    private const int MessagesEach = 2_000_000;

    public static IEnumerable<Measurement> Measurements()
    {
        foreach (var (pairs, window) in new[] { (1, 1), (1, 100), (2, 1), (2, 100), (8, 1), (8, 100) })
            yield return new($"ping-pong, UntypedActor, pairs={pairs}, in flight={window}", "msg/s", () => Actors(pairs, window, Props.Create<Ponger>()));
        foreach (var window in new[] { 1, 100 })
            yield return new($"ping-pong, ReceiveActor, pairs=1, in flight={window}", "msg/s", () => Actors(1, window, Props.Create<ReceivePonger>()));
        foreach (var window in new[] { 1, 100 })
            yield return new($"ping-pong, two tasks over System.Threading.Channels, in flight={window}", "msg/s", () => Channels(window)) { Repetitions = 3 };
    }

    private static async Task<double> Actors(int pairs, int window, Props ponger)
    {
        var total = MessagesEach / pairs;
        var runs = Enumerable.Range(0, pairs).Select(_ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).ToArray();
        var pingers = runs.Select(done => Local.System.ActorOf(Props.Create(() => new Pinger(Local.System.ActorOf(ponger, null), total, window, done)))).ToArray();
        var rate = await Local.RateAsync(2.0 * total * pairs, () =>
        {
            foreach (var pinger in pingers)
                pinger.Tell(Start.Instance, ActorRefs.NoSender);
            return Task.WhenAll(runs.Select(run => run.Task));
        });
        foreach (var pinger in pingers)
            Local.System.Stop(pinger);
        return rate;
    }

    private static async Task<double> Channels(int window)
    {
        const int total = MessagesEach / 4;
        var options = new UnboundedChannelOptions { SingleReader = true, SingleWriter = true };
        var (there, back) = (Channel.CreateUnbounded<object>(options), Channel.CreateUnbounded<object>(options));
        return await Local.RateAsync(2.0 * total, async () =>
        {
            var ponger = Task.Run(async () =>
            {
                await foreach (var message in there.Reader.ReadAllAsync())
                    await back.Writer.WriteAsync(message);
            });
            for (var i = 0; i < window; i++)
                await there.Writer.WriteAsync(Start.Instance);
            for (var received = 1; received <= total; received++)
            {
                var message = await back.Reader.ReadAsync();
                if (received <= total - window)
                    await there.Writer.WriteAsync(message);
            }
            there.Writer.Complete();
            await ponger;
        });
    }

    private sealed class Start
    {
        public static readonly Start Instance = new();
    }

    private sealed class Ponger : UntypedActor
    {
        protected override void OnReceive(object message) => Sender.Tell(message, Self);
    }

    private sealed class ReceivePonger : ReceiveActor
    {
        public ReceivePonger() => Receive<Ping>(ping => Sender.Tell(ping, Self));
    }

    private sealed class Ping
    {
        public static readonly Ping Instance = new();
    }

    private sealed class Pinger(IActorRef target, int total, int window, TaskCompletionSource done) : UntypedActor
    {
        private int _sent;
        private int _received;

        protected override void OnReceive(object message)
        {
            if (message is Start)
            {
                while (_sent < window)
                    Send();
                return;
            }
            if (_sent < total)
                Send();
            if (++_received == total)
                done.TrySetResult();
        }

        protected override void PostStop() => Context.System.Stop(target);

        private void Send()
        {
            _sent++;
            target.Tell(Ping.Instance, Self);
        }
    }
}
