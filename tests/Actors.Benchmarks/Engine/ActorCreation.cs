using Akka.Actor;

namespace Actors.Benchmarks.Engine;

/// <summary>A million children of one parent: made, kept, used once, stopped.</summary>
internal static class ActorCreation
{
    private const int Children = 1_000_000;

    public static IEnumerable<Measurement> Measurements()
    {
        yield return new("create 1,000,000 children of one parent until all have started", "actors/s", async () => (await Run()).Created) { Repetitions = 3 };
        yield return new("memory an actor that was never used", "bytes", async () => (await Run()).BytesUnused) { Repetitions = 1, WarmUp = default };
        yield return new("memory an actor that was used once and is idle", "bytes", async () => (await Run()).BytesUsed) { Repetitions = 1, WarmUp = default };
        yield return new("stop them all by stopping the parent", "actors/s", async () => (await Run()).Stopped) { Repetitions = 3, WarmUp = default };
    }

    private static async Task<(double Created, double BytesUnused, double BytesUsed, double Stopped)> Run()
    {
        var before = Memory();
        var round = new Round();
        var parent = Local.System.ActorOf(Props.Create(() => new Parent(round)));
        var created = await Local.RateAsync(Children, () =>
        {
            parent.Tell("create", ActorRefs.NoSender);
            return round.Expect(Children);
        });
        var unused = (Memory() - before) / (double)Children;

        var used = round.Expect(Children);
        parent.Tell("use", ActorRefs.NoSender);
        await used;
        var bytesUsed = (Memory() - before) / (double)Children;
        var stopped = await Local.RateAsync(Children, () => parent.GracefulStop(TimeSpan.FromMinutes(1)));
        return (created, unused, bytesUsed, stopped);
    }

    private static long Memory()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }

    private sealed class Round
    {
        private int _left;
        private TaskCompletionSource _done = new();

        public Task Expect(int count)
        {
            _done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (Interlocked.Add(ref _left, count) == 0)
                _done.TrySetResult();
            return _done.Task;
        }

        public void Count()
        {
            if (Interlocked.Decrement(ref _left) == 0)
                _done.TrySetResult();
        }
    }

    private sealed class Parent(Round round) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            if (message is "create")
            {
                var props = Props.Create(() => new Leaf(round));
                for (var i = 0; i < Children; i++)
                    Context.ActorOf(props);
                return;
            }
            foreach (var child in Context.GetChildren())
                child.Tell(message, ActorRefs.NoSender);
        }
    }

    private sealed class Leaf(Round round) : UntypedActor
    {
        protected override void PreStart() => round.Count();

        protected override void OnReceive(object message) => round.Count();
    }
}
