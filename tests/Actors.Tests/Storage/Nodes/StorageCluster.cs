using Actors.Cluster;
using Actors.Cluster.Internal;
using Actors.Storage;
using Actors.Storage.Internal.Client;
using Actors.Storage.Internal.Node;
using Actors.Tests.Storage.Local;
using Akka.Actor;
using Akka.Configuration;

namespace Actors.Tests.Storage.Nodes;

/// <summary>Storage nodes and a client in one actor system, told by hand who is a member and who is reachable. A killed node answers nothing, as after kill -9.</summary>
internal sealed class StorageCluster : IAsyncDisposable
{
    private const string Quick = """
        akka { loglevel = OFF, stdout-loglevel = OFF }
        actors.storage {
          attempt-timeout = 1s, copy-patience = 300ms, get-patience = 100ms, get-timeout = 2s, put-timeout = 4s
          settle-interval = 50ms, reassign-after = 100ms, transfer-timeout = 4s
          link { interval = 50ms, peer-timeout = 600ms, stall-timeout = 400ms }
        }
        """;

    private readonly SortedDictionary<string, Member> _members = [];
    private readonly IActorRef _client;

    public StorageCluster(int nodes, string settings = "", Func<StoreHarness>? harness = null)
    {
        System = ActorSystem.Create("storage", ConfigurationFactory.ParseString(settings).WithFallback(ConfigurationFactory.ParseString(Quick)).WithFallback(ReferenceConfig.Config));
        Settings = StorageSettings.From(System.Settings.Config);
        _client = System.ActorOf(StoreClient.Props(Settings, ringSource: null), "client");
        Store = new ObjectStore(_client);
        for (var i = 1; i <= nodes; i++)
            _members.Add("n" + i, new Member(harness?.Invoke() ?? new ModelHarness()));
        foreach (var name in _members.Keys)
            Start(name);
    }

    public ActorSystem System { get; }

    public StorageSettings Settings { get; }

    public ObjectStore Store { get; }

    public IEnumerable<string> Names => _members.Keys;

    public HashRing Ring => HashRing.Of(_members.Where(member => !member.Value.Removed).Select(member => new RingMember(member.Key)));

    public StoreHarness Disk(string name) => _members[name].Disk;

    public string[] Owners(ObjectId id) => [.. Ring.Owners(id.ToBytes(), Settings.Replicas).Select(member => member.NodeId)];

    /// <summary>The nodes that have the object on their disks.</summary>
    public string[] Holders(ObjectId id) => [.. _members.Where(member => member.Value.Disk.Store.Find(id, content: false) is not null).Select(member => member.Key)];

    /// <summary>An id whose owners are these, in this order.</summary>
    public ObjectId IdOwnedBy(params string[] owners)
    {
        while (true)
        {
            var id = ObjectId.New(IdSource.System);
            if (Owners(id).Take(owners.Length).SequenceEqual(owners))
                return id;
        }
    }

    public void Add(string name)
    {
        _members.Add(name, new Member(new ModelHarness()));
        Start(name);
    }

    /// <summary>From now on silence; whether the failure detector knows is another matter.</summary>
    public async Task KillAsync(string name)
    {
        var stopped = _members[name].Node.GracefulStop(TimeSpan.FromSeconds(60), Kill.Instance);
        await stopped;
    }

    public IActorRef Node(string name) => _members[name].Node;

    /// <summary>The store's client is gone without a word; its uploads with it.</summary>
    public Task StopClientAsync() => _client.GracefulStop(TimeSpan.FromSeconds(60));

    public void MarkUnreachable(string name)
    {
        _members[name].Reachable = false;
        Publish();
    }

    /// <summary>The node leaves the membership for good.</summary>
    public void Remove(string name)
    {
        _members[name].Removed = true;
        Publish();
    }

    /// <summary>The node is declared down: no member any more, and nobody knows what it holds.</summary>
    public void Lose(string name)
    {
        _members[name].Lost = new LostMember(name, System.Scheduler.MonotonicClock, System.Scheduler.Now);
        Remove(name);
    }

    /// <summary>The node has not heard of any other yet.</summary>
    public void Isolate(string name)
    {
        var member = _members[name];
        member.Node.Tell(new RingView([new StorageMember(new RingMember(name), member.Node, Reachable: true)]));
    }

    /// <summary>Everyone learns how things are.</summary>
    public void Publish()
    {
        var view = new RingView(
            _members.Where(member => !member.Value.Removed).Select(member => new StorageMember(new RingMember(member.Key), member.Value.Node, member.Value.Reachable)),
            [.. _members.Values.Select(member => member.Lost).OfType<LostMember>()]);
        foreach (var member in _members.Values)
            member.Node.Tell(view);
        _client.Tell(view);
    }

    /// <summary>A killed node comes back on its disk.</summary>
    public void Restart(string name)
    {
        _members[name].Disk.Crash(new Random(1));
        Start(name);
    }

    public async ValueTask DisposeAsync()
    {
        await System.Terminate();
        foreach (var member in _members.Values)
            member.Disk.Dispose();
    }

    private void Start(string name)
    {
        var member = _members[name];
        member.Node = System.ActorOf(StorageNode.Props(member.Disk.Store, name, Settings, ringSource: null));
        (member.Reachable, member.Removed, member.Lost) = (true, false, null);
        if (_members.Values.All(other => other.Node is not null))
            Publish();
    }

    private sealed class Member(StoreHarness disk)
    {
        public StoreHarness Disk { get; } = disk;

        public IActorRef Node { get; set; } = null!;

        public bool Reachable { get; set; } = true;

        public bool Removed { get; set; }

        public LostMember? Lost { get; set; }
    }
}
