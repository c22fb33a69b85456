using Akka.Actor;
using Akka.Simulation.Systems;

namespace Akka.Simulation.Remote.Faults;

/// <summary>
/// Nodes with remoting and no cluster that talk to each other all the time, and watch each other's actors. What is received is checked at once;
/// whether all is well again after a fault, by <see cref="Recovers"/>.
/// </summary>
internal sealed class RemoteTraffic
{
    private static readonly TimeSpan WordInterval = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan BirthInterval = TimeSpan.FromMilliseconds(300);

    private readonly Dictionary<(string Own, string Other), Mourner> _mourners = [];
    private readonly Dictionary<string, int> _incarnations = new(StringComparer.Ordinal);
    private readonly string[] _names;

    public RemoteTraffic(int seed, string config = "", int count = 2)
    {
        Nodes = new SimulatedCluster(seed, "akka.actor.provider = remote\n" + config);
        _names = [.. new[] { "a", "b", "c", "d", "e" }.Take(count)];
        foreach (var name in _names)
            Start(name);
    }

    public SimulatedCluster Nodes { get; }

    public TrafficLog Log { get; } = new();

    public Random Random => Nodes.Random;

    public IReadOnlyList<string> Names => _names;

    /// <summary>Starts a node, or a new incarnation of one.</summary>
    public void Start(string name)
    {
        var incarnation = _incarnations.GetValueOrDefault(name) + 1;
        _incarnations[name] = incarnation;
        var system = Nodes.Start(name);
        system.ActorOf(Props.Create(() => new Ear(Log)), "ear");
        system.ActorOf(Props.Create(() => new Cradle()), "cradle");
        foreach (var other in _names.Where(n => n != name))
        {
            var stream = StreamOf(name, other);
            system.ActorOf(Props.Create(() => new Mouth(PathAt(other, "ear"), stream, WordInterval)), "to-" + other);
            var family = $"{name}/{incarnation}<{other}";
            Action<Mourner> keep = mourner => _mourners[(name, other)] = mourner;
            system.ActorOf(Props.Create(() => new Mourner(PathAt(other, "cradle"), family, Log, BirthInterval, keep)), "for-" + other);
        }
    }

    public void RunFor(double seconds)
    {
        Nodes.RunFor(TimeSpan.FromSeconds(seconds));
        Check();
    }

    /// <summary>Runs until everybody hears everybody, and all who were watched and told to die are known to have died.</summary>
    public void Recovers(double seconds)
    {
        var heard = Streams.ToDictionary(s => s, Log.LastOf);
        var limit = TimeSpan.FromSeconds(seconds);
        Nodes.RunUntil(() => Streams.All(s => Log.LastOf(s) > heard[s]), limit, $"words on {string.Join(", ", Streams.Where(s => Log.LastOf(s) == heard[s]))}");
        foreach (var mourner in Mourners)
            mourner.IsContent = true;
        Nodes.RunUntil(() => Mourners.All(m => m.Living == 0), limit, $"the end of {Mourners.Sum(m => m.Living)} watched actors");
        foreach (var mourner in Mourners)
            mourner.IsContent = false;
        Check();
    }

    public int Mourned => Mourners.Sum(m => m.Mourned);

    /// <exception cref="SimulationFailedException">A rule of delivery was broken.</exception>
    public void Check()
    {
        if (Log.Faults.Count > 0)
            throw Nodes.Failure(string.Join('\n', Log.Faults.Take(5)));
    }

    public static string PathAt(string node, string actor) => $"{SimulatedCluster.AddressOf(node)}/user/{actor}";

    private IEnumerable<string> Streams =>
        from own in _names where Nodes.IsRunning(own) from other in _names where other != own && Nodes.IsRunning(other) select StreamOf(own, other);

    private IEnumerable<Mourner> Mourners => _mourners.Where(m => Nodes.IsRunning(m.Key.Own)).Select(m => m.Value);

    private string StreamOf(string own, string other) => $"{own}/{_incarnations[own]}>{other}";
}
