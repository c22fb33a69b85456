using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Tools.PublishSubscribe.Internal;
using Xunit;

namespace Akka.Simulation.PublishSubscribe;

/// <summary>What mediators know of each other's registrations: copies are prefixes of the owner's changes, and hearing is a merge.</summary>
public class RegistryTests
{
    private const int Nodes = 3;
    private const int Keys = 5;
    private const int All = 1000;

    private static readonly TimeSpan TimeToLive = TimeSpan.FromSeconds(120);

    [Fact]
    public void Hearing_the_same_again_changes_nothing()
    {
        foreach (var seed in Seeds.Of(100))
        {
            var history = new History(seed).Run(40);
            var (a, b) = (history.Copies[0], history.Copies[1]);
            var delta = b.DeltasFor(a.Versions, All);
            var once = a.Apply(delta, history.Now);
            Assert.Equal(Text(once), Text(once.Apply(delta, history.Now)));
        }
    }

    [Fact]
    public void In_which_order_others_are_heard_makes_no_difference()
    {
        foreach (var seed in Seeds.Of(100))
        {
            var history = new History(seed).Run(40);
            var (a, b, c) = (history.Copies[0], history.Copies[1], history.Copies[2]);
            var (fromB, fromC) = (b.DeltasFor(a.Versions, All), c.DeltasFor(a.Versions, All));
            Assert.Equal(
                Text(a.Apply(fromB, history.Now).Apply(fromC, history.Now)),
                Text(a.Apply(fromC, history.Now).Apply(fromB, history.Now)));
        }
    }

    [Fact]
    public void Whatever_was_lost_or_late_all_agree_with_each_owner_in_the_end()
    {
        foreach (var seed in Seeds.Of(200))
        {
            var history = new History(seed) { Most = 1 + seed % 4 }.Run(60);
            history.Settle();
            foreach (var copy in history.Copies)
                foreach (var owner in history.Copies)
                    Assert.Equal(Present(owner.Own), Present(copy.Buckets[owner.Self]));
        }
    }

    [Fact]
    public void A_copy_never_shows_what_its_owner_had_taken_back_before_the_version_of_the_copy()
    {
        foreach (var seed in Seeds.Of(100))
        {
            var history = new History(seed);
            for (var step = 0; step < 80; step++)
            {
                history.Run(1);
                foreach (var copy in history.Copies)
                    foreach (var owner in history.Copies)
                    {
                        var bucket = copy.Buckets[owner.Self];
                        Assert.Equal(history.PresentAt(owner.Self, bucket.Version), Present(bucket));
                    }
            }
        }
    }

    [Fact]
    public void A_removal_wins_over_late_news_and_is_forgotten_in_time()
    {
        var (a, b) = (Registry.Of(Node(0)).AddNode(Node(1)), Registry.Of(Node(1)).AddNode(Node(0)));
        a = a.Put(Key(0), null, TimeSpan.Zero);
        var late = a.DeltasFor(b.Versions, All);
        a = a.Remove(Key(0), TimeSpan.Zero);
        b = b.Apply(a.DeltasFor(b.Versions, All), TimeSpan.Zero).Apply(late, TimeSpan.Zero);
        Assert.Empty(Present(b.Buckets[Node(0)]));

        Assert.Single(a.Prune(TimeSpan.Zero).Own.Entries);
        a = a.Prune(TimeSpan.FromTicks(1));
        Assert.Empty(a.Own.Entries);
        // Whoever missed it gets everything anew.
        var news = Assert.Single(a.DeltasFor(ImmutableSortedDictionary<UniqueAddress, long>.Empty.Add(Node(0), 1), All));
        Assert.True(news.IsWhole);
    }

    [Fact]
    public void A_mediator_that_starts_anew_takes_back_what_its_predecessor_had_registered()
    {
        var (a, b) = (Registry.Of(Node(0)).AddNode(Node(1)), Registry.Of(Node(1)).AddNode(Node(0)));
        for (var i = 0; i < 4; i++)
            a = a.Put(Key(i), null, TimeSpan.Zero);
        b = b.Apply(a.DeltasFor(b.Versions, All), TimeSpan.Zero);

        // The same node, another actor: what it registers now must not be older than what the others have.
        a = Registry.Of(Node(0)).AddNode(Node(1)).Put(Key(9), null, TimeSpan.Zero);
        a = a.Outlive(b.Versions);
        b = b.Apply(a.DeltasFor(b.Versions, All), TimeSpan.Zero);
        Assert.Equal([Key(9)], Present(b.Buckets[Node(0)]));
    }

    private static UniqueAddress Node(int number) => new(new Address("akka.tcp", "sim", $"n{number}", 1), number);

    private static RegistryKey Key(int number) => RegistryKey.Topic($"t{number}", number % 2 == 0 ? null : "g");

    private static RegistryKey[] Present(Bucket bucket) => [.. bucket.Entries.Where(e => e.Value.IsPresent).Select(e => e.Key)];

    private static string Text(Registry registry) => string.Join('|', registry.Buckets.Select(b =>
        $"{b.Key} {b.Value.Version} {b.Value.PrunedUpTo} {string.Join(',', b.Value.Entries.Select(e => $"{e.Key}{e.Value.Version}{e.Value.IsPresent}"))}"));

    /// <summary>Mediators that register, take back, forget, and hear each other late, twice, or not at all.</summary>
    private sealed class History(int seed)
    {
        private readonly Random _random = new(seed);
        private readonly List<(int To, ImmutableArray<BucketDelta> Deltas)> _underWay = [];
        private readonly Dictionary<(UniqueAddress, long), RegistryKey[]> _presentAt = [];

        public int Most { get; init; } = All;

        public TimeSpan Now { get; private set; }

        public Registry[] Copies { get; } = [.. Enumerable.Range(0, Nodes).Select(i =>
            Enumerable.Range(0, Nodes).Aggregate(Registry.Of(Node(i)), (registry, other) => registry.AddNode(Node(other))))];

        public RegistryKey[] PresentAt(UniqueAddress owner, long version) => _presentAt.GetValueOrDefault((owner, version), []);

        public History Run(int steps)
        {
            for (; steps > 0; steps--)
                Step();
            return this;
        }

        public void Settle()
        {
            for (var round = 0; round < 200; round++)
                foreach (var (to, from) in from to in Enumerable.Range(0, Nodes) from f in Enumerable.Range(0, Nodes) select (to, f))
                    Copies[to] = Copies[to].Apply(Copies[from].DeltasFor(Copies[to].Versions, Most), Now);
        }

        private void Step()
        {
            Now += TimeSpan.FromSeconds(_random.Next(40));
            var i = _random.Next(Nodes);
            switch (_random.Next(6))
            {
                case 0 or 1:
                    Copies[i] = Copies[i].Put(Key(_random.Next(Keys)), null, Now);
                    break;
                case 2:
                    Copies[i] = Copies[i].Remove(Key(_random.Next(Keys)), Now);
                    break;
                case 3:
                    var other = _random.Next(Nodes);
                    _underWay.Add((other, Copies[i].DeltasFor(Copies[other].Versions, Most)));
                    break;
                case 4 when _underWay.Count > 0:
                    // Not taken out of the list: it may come once more.
                    var (to, deltas) = _underWay[_random.Next(_underWay.Count)];
                    Copies[to] = Copies[to].Apply(deltas, Now);
                    break;
                case 5:
                    Copies[i] = Copies[i].Prune(Now - TimeToLive);
                    break;
            }
            _presentAt[(Node(i), Copies[i].Own.Version)] = Present(Copies[i].Own);
        }
    }
}
