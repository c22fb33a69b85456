using Akka.Actor;
using Akka.Configuration;
using Xunit;

namespace Akka.Simulation.Dispatch;

/// <summary>Families of actors that have children, fail, watch and stop at random, on real threads. Each end is told once to who watches, and the system
/// comes to its end in time.</summary>
public class LifeStressTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Every_end_is_told_once_and_the_system_ends()
    {
        foreach (var seed in Seeds.Of(5)) await Run(seed);
    }

    private static async Task Run(int seed)
    {
        var system = ActorSystem.Create("life", ConfigurationFactory.ParseString("akka { loglevel = OFF, stdout-loglevel = OFF, log-dead-letters = off }"));
        var registry = new Registry();
        var watcher = system.ActorOf(Props.Create(() => new Watcher(registry)));
        var actors = Enumerable.Range(0, 4).Select(i => system.ActorOf(Props.Create(() => new Relative(watcher, seed + i, 0)))).ToArray();

        await Task.WhenAll(Enumerable.Range(0, 2).Select(thread => Task.Run(() =>
        {
            var random = new Random(seed * 31 + thread);
            for (var i = 0; i < 2_000; i++) actors[random.Next(actors.Length)].Tell(i);
        })));
        foreach (var actor in actors.Take(seed % 5)) system.Stop(actor);
        // Where all families were stopped, all their members must end; otherwise the system ends in the midst of it.
        if (seed % 5 == actors.Length)
            Assert.True(SpinWait.SpinUntil(() => registry.Alive == 0, Patience), $"seed {seed}: {registry.Alive} ends were not told");
        var ended = system.Terminate();
        Assert.True(await Task.WhenAny(ended, Task.Delay(Patience)) == ended, $"seed {seed}: the system does not end:\n{((ExtendedActorSystem)system).PrintTree()}");
        Assert.True(registry.Problem is null, $"seed {seed}: {registry.Problem}");
    }

    private sealed class Registry
    {
        private int _alive;

        public string? Problem { get; set; }

        public int Alive => Volatile.Read(ref _alive);

        public void Born() => Interlocked.Increment(ref _alive);

        public void Died() => Interlocked.Decrement(ref _alive);
    }

    /// <summary>Watches everybody.</summary>
    private sealed class Watcher : ReceiveActor
    {
        public Watcher(Registry registry)
        {
            var (known, dead) = (new HashSet<IActorRef>(), new HashSet<IActorRef>());
            Receive<IActorRef>(actor =>
            {
                // A restarted one says so again; to watch it after its end would tell its end again.
                if (!known.Add(actor)) return;
                registry.Born();
                Context.Watch(actor);
            });
            Receive<Terminated>(end =>
            {
                if (!dead.Add(end.ActorRef)) registry.Problem = $"the end of {end.ActorRef} was told twice";
                registry.Died();
            });
        }
    }

    private sealed class Relative : ReceiveActor
    {
        private readonly IActorRef _watcher;
        private readonly Random _random;
        private readonly int _depth;

        public Relative(IActorRef watcher, int seed, int depth)
        {
            (_watcher, _random, _depth) = (watcher, new Random(seed), depth);
            if (_random.Next(20) == 0) throw new InvalidOperationException("stillborn");
            Receive<int>(Live);
            Receive<Terminated>(_ => { });
        }

        protected override void PreStart() => _watcher.Tell(Self);

        protected override SupervisorStrategy SupervisorStrategy() => _random.Next(2) == 0
            ? new OneForOneStrategy(_ => (Directive)_random.Next(4))
            : new AllForOneStrategy(_ => (Directive)_random.Next(4));

        private void Live(int message)
        {
            var children = Context.GetChildren().ToArray();
            switch (_random.Next(12))
            {
                case 0 when _depth < 4:
                    var seed = _random.Next();
                    Context.ActorOf(Props.Create(() => new Relative(_watcher, seed, _depth + 1)));
                    break;
                case 1 when children.Length > 0:
                    Context.Stop(children[_random.Next(children.Length)]);
                    break;
                case 2 when children.Length > 0:
                    Context.Watch(children[_random.Next(children.Length)]);
                    break;
                case 3 when children.Length > 0:
                    Context.Unwatch(children[_random.Next(children.Length)]);
                    break;
                case 4 when _depth > 0:
                    throw new TimeoutException("now and then");
                case 5 when _depth > 1:
                    Context.Stop(Self);
                    break;
                default:
                    foreach (var child in children) child.Tell(message);
                    break;
            }
        }
    }
}
