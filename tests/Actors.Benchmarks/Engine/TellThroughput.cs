using Akka.Actor;

namespace Actors.Benchmarks.Engine;

/// <summary>Fresh small messages from one sender to one receiver.</summary>
internal static class TellThroughput
{
    private const int Messages = 5_000_000;

    public static IEnumerable<Measurement> Measurements()
    {
        yield return new("tell, one thread to one actor, fresh 24-byte messages", "msg/s", () => Run(fromActor: false));
        yield return new("tell, one actor to one actor, fresh 24-byte messages", "msg/s", () => Run(fromActor: true));
    }

    private static async Task<double> Run(bool fromActor)
    {
        GC.Collect();
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var sink = Local.System.ActorOf(Props.Create(() => new Sink(Messages, done)));
        var blaster = Local.System.ActorOf(Props.Create(() => new Blaster(sink)));
        var rate = await Local.RateAsync(Messages, () =>
        {
            if (fromActor)
                blaster.Tell("go", ActorRefs.NoSender);
            else
                for (var i = 0; i < Messages; i++)
                    sink.Tell(new Small(i), ActorRefs.NoSender);
            return done.Task;
        });
        Local.System.Stop(sink);
        Local.System.Stop(blaster);
        return rate;
    }

    private sealed record Small(int Number);

    private sealed class Sink(int total, TaskCompletionSource done) : UntypedActor
    {
        private int _left = total;

        protected override void OnReceive(object message)
        {
            if (--_left == 0)
                done.TrySetResult();
        }
    }

    private sealed class Blaster(IActorRef target) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            for (var i = 0; i < Messages; i++)
                target.Tell(new Small(i), Self);
        }
    }
}
