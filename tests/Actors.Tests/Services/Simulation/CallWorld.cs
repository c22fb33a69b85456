using Actors.Services;
using Actors.Services.Brokers;
using Actors.Services.Calls;
using Actors.Services.Hosts;
using Actors.Tests.Jobs.Simulation;
using Xunit.Sdk;

namespace Actors.Tests.Services.Simulation;

/// <summary>
/// Clients, brokers and hosts of one service in one thread under virtual time, with a network and processes that fail as the seed says. The tables are the product's own; what the
/// actors do around them is modelled.
/// </summary>
internal sealed partial class CallWorld
{
    public const string Service = "s";
    public const int MaxRunning = 6;
    public const int MaxRunningPerKey = 2;
    public const int LimitedPerCustomer = 1;
    public const int LimitedInAll = 3;
    public const double LimitedPerSecond = 4;
    private static readonly string[] Labels = ["left", "right"];

    private readonly Dictionary<string, SimulatedDesk> _desks = [];
    private readonly Dictionary<string, SimulatedHost> _hosts = [];
    private readonly Dictionary<string, SimulatedClient> _clients = [];
    private readonly Dictionary<string, (long Version, string Home)> _views = [];
    private readonly Dictionary<CallId, CallSpec> _specs = [];
    private readonly List<CallSpec> _made = [];
    private long _homeVersion;
    private long _ids;
    private int _names;

    public CallWorld(int seed, CallWorldOptions options)
    {
        Random = new Random(seed);
        Options = options;
        Network = new CallNetwork(Time, Random);
        Checks = new CallWorldChecks(this);
        Shape = MakeShape(options.HasLimits);
        for (var i = 0; i < options.Brokers; i++)
            _desks.Add($"b{i}", new SimulatedDesk(this, $"b{i}"));
        SetHome("b0");
        for (var i = 0; i < options.Hosts; i++)
            StartHost();
        for (var i = 0; i < options.Clients; i++)
            StartClient();
        for (var i = 0; i < options.Calls; i++)
            PlanCall(i);
        PlanFaults();
    }

    public Random Random { get; }

    public CallWorldOptions Options { get; }

    public VirtualTime Time { get; } = new();

    public CallNetwork Network { get; }

    public CallWorldChecks Checks { get; }

    public ServiceShape Shape { get; }

    public string Home { get; private set; } = "";

    /// <summary>What was sent and done, for reading a failed seed.</summary>
    public List<string> Story { get; } = [];

    public IReadOnlyCollection<string> BrokerNodes => _desks.Keys;

    public IEnumerable<SimulatedDesk> Desks => _desks.Values.Where(desk => desk.IsAlive);

    public IEnumerable<SimulatedHost> Hosts => _hosts.Values.Where(host => host.IsAlive);

    public IEnumerable<SimulatedClient> Clients => _clients.Values.Where(client => client.IsAlive);

    public IReadOnlyList<CallSpec> Made => _made;

    public DeskTerms DeskTerms => new()
    {
        HostPatience = TimeSpan.FromMinutes(10),
        ExpiredRemembered = Options.NeverForget ? TimeSpan.FromHours(10) : TimeSpan.FromSeconds(20),
        TakeOverAfter = Options.NeverLevel ? TimeSpan.FromHours(10) : new DeskTerms().TakeOverAfter,
        MaxQueued = Options.IsCrowded ? 5 : 100_000,
        EndedRemembered = 1000,
    };

    public HostTerms HostTerms => new()
    {
        MessageBytes = Options.HasSmallMessages ? 120 : new HostTerms().MessageBytes,
        PrefetchTime = Options.IsDeep ? TimeSpan.FromSeconds(5) : new HostTerms().PrefetchTime,
        GiveBackAfter = Options.IsLevel ? TimeSpan.FromHours(10) : new HostTerms().GiveBackAfter,
    };

    public CallTerms CallTerms => new() { Patience = TimeSpan.FromMinutes(10) };

    public bool HasBrokerFaults => Options.KillBrokers || Options.MoveHomes || Options.BrokersLeave;

    public bool HasFaults => HasBrokerFaults || Options.BreakConnections || Options.KillHosts || Options.PauseHosts;

    public static ServiceShape WithoutLimits(ServiceShape shape)
    {
        var free = shape.Clone();
        (free.MaxRunning, free.MaxRunningPerKey) = (0, 0);
        foreach (var method in free.Methods)
            method.Limits.Clear();
        return free;
    }

    public void Tell(string what) => Story.Add($"{Time.Now:mm\\:ss\\.fff} {what}");

    public CallSpec SpecOf(CallId id) => _specs[id];

    public string HomeSeenBy(string node) => _views.TryGetValue(node, out var view) ? view.Home : Home;

    public void Send(string from, string to, object message) => Network.Send(from, to, () => Deliver(to, message, from));

    public void SendToBroker(string through, string broker, object message, string sender) => Network.Send(through, broker, () => Deliver(broker, message, sender));

    public void HasLeft(SimulatedHost host)
    {
        _hosts.Remove(host.Id);
        if (!Network.IsCalm)
            Time.After(Milliseconds(10, 4000), StartHost);
    }

    public void Run()
    {
        Time.RunUntil(Options.Chaos);
        Network.Calm();
        Tell("it is calm");
        foreach (var node in BrokerNodes.Where(node => !_desks[node].IsAlive).ToArray())
            Restart(node);
        while (_hosts.Values.Count(host => host is { IsAlive: true, IsLeaving: false }) < Options.Hosts)
            StartHost();
        Time.RunUntil(Time.Now + TimeSpan.FromSeconds(80));
        Checks.Rest();
        Burst();
        Time.RunUntil(Time.Now + TimeSpan.FromSeconds(60));
        Checks.Rest();
        Checks.Memory();
    }

    private static ServiceShape MakeShape(bool hasLimits)
    {
        var shape = new ServiceShape
        {
            MaxRunning = MaxRunning,
            MaxRunningPerKey = MaxRunningPerKey,
            Methods =
            {
                new MethodShape { Name = "Once" },
                new MethodShape { Name = "AgainAsync", AtLeastOnce = true },
                new MethodShape
                {
                    Name = "Limited",
                    AtLeastOnce = true,
                    Limits =
                    {
                        new LimitShape { MaxRunning = LimitedPerCustomer, Key = "customer", Position = 1 },
                        new LimitShape { MaxRunning = LimitedInAll },
                        new LimitShape { MaxPerSecond = LimitedPerSecond, Key = "customer", Position = 1 },
                    },
                },
            },
        };
        return hasLimits ? shape : WithoutLimits(shape);
    }

    private void Burst()
    {
        var slots = Hosts.Sum(host => host.Slots);
        var client = new SimulatedClient(this, "c-burst");
        _clients.Add(client.Node, client);
        Tell($"a burst of {slots}");
        for (var i = 0; i < slots; i++)
            Call(client, new CallPlan("AgainAsync", null, "", "", TimeSpan.FromSeconds(3), TimeSpan.Zero, TimeSpan.Zero, null, 0, true));
        Time.RunUntil(Time.Now + TimeSpan.FromSeconds(1.5));
        var expected = Options.HasLimits ? Math.Min(slots, MaxRunning) : slots;
        var running = Hosts.Sum(host => host.Running);
        if (running != expected)
            throw new XunitException($"(4) {running} of {expected} slots are in use");
    }

    private void Deliver(string to, object message, string sender)
    {
        if (_desks.TryGetValue(to, out var desk))
            desk.Receive(message, sender);
        else if (_hosts.TryGetValue(to, out var host))
            host.Receive(message, sender);
        else if (_clients.TryGetValue(to, out var client))
            client.Receive(message, sender);
    }

    // ---- calls ----

    private void PlanCall(int number)
    {
        var at = TimeSpan.FromMilliseconds(Random.NextDouble() * Options.Chaos.TotalMilliseconds);
        // Now and then many come at once.
        if (Random.NextDouble() < 0.5)
            at = TimeSpan.FromSeconds(Math.Floor(at.TotalSeconds / 8) * 8);
        var dice = Random.NextDouble();
        var method = dice < 0.35 ? "Once" : dice < 0.7 ? "AgainAsync" : "Limited";
        var key = Options.HasKeys && number % (Options.KeysEnd ? 2 : 6) == 0 ? $"key{Random.Next(8)}" : null;
        var plan = Plan(key is null ? method : "Once", key);
        Time.After(at, () =>
        {
            var clients = Clients.ToArray();
            if (clients.Length > 0)
                Call(clients[Options.HasFlood && Random.NextDouble() < 0.85 ? 0 : Random.Next(clients.Length)], plan);
        });
    }

    private CallPlan Plan(string method, string? key)
    {
        var dice = Random.NextDouble();
        var takes = dice < 0.6 ? TimeSpan.FromMilliseconds(Random.NextDouble() * 3) : dice < 0.9 ? Milliseconds(20, 400) : Milliseconds(400, 3000);
        var isFree = key is not null && !Options.KeysEnd;
        return new CallPlan(
            method,
            key,
            $"k{Random.Next(3)}",
            Random.NextDouble() < 0.3 ? $"l{Random.Next(2)}" : "",
            takes,
            Options.HasTimeouts && !isFree && Random.NextDouble() < 0.3 ? Milliseconds(50, 8000) : TimeSpan.Zero,
            Options.HasKept && !isFree && key is null && Random.NextDouble() < Options.Kept ? Milliseconds(1000, 10_000) : TimeSpan.Zero,
            Options.CancelCalls && !isFree && Random.NextDouble() < 0.1 ? Milliseconds(0, 2000) : null,
            Random.Next(3) - 1,
            Random.NextDouble() < 0.7,
            Options.HasLabels && !isFree && Random.NextDouble() < 0.3 ? Labels[Random.Next(2)] : "",
            Random.NextDouble() < 0.2 ? $"h{Random.Next(8)}" : "",
            Options.HasLarge && Random.NextDouble() < 0.2);
    }

    private void Call(SimulatedClient client, CallPlan plan)
    {
        var id = plan.Key is { } key && !Options.ForgetKeys ? CallId.FromKey(Service, key) : new CallId((UInt128)(ulong)++_ids);
        if (plan.Key is not null && client.Waiting.Any(waiting => waiting.Id == id) && Random.NextDouble() < 0.5)
            return;
        _specs.TryGetValue(id, out var first);
        if (plan.Keep > TimeSpan.Zero)
            plan = plan with { IsLarge = false };
        var spec = new CallSpec
        {
            Id = id,
            Method = plan.Method,
            Key = plan.Key,
            Customer = first?.Customer ?? plan.Customer,
            LimitKey = first?.LimitKey ?? (Options.HasLimits ? plan.LimitKey : ""),
            Takes = first?.Takes ?? plan.Takes,
            Timeout = plan.Timeout,
            Keep = plan.Keep,
            CancelAfter = plan.Keep > TimeSpan.Zero ? null : plan.CancelAfter,
            Priority = plan.Priority,
            IsLarge = first?.IsLarge ?? plan.IsLarge,
            Listens = plan.Listens,
            Label = plan.Label,
            Near = plan.Near,
        };
        _specs.TryAdd(id, spec);
        _made.Add(spec);
        client.Call(spec);
    }

    private void StartHost()
    {
        var id = $"h{_names++}";
        // There is always one of each.
        var missing = Labels.FirstOrDefault(label => !_hosts.Values.Any(host => host is { IsAlive: true, IsLeaving: false } && host.Label == label));
        _hosts.Add(id, new SimulatedHost(this, id, Random.Next(1, 4), missing ?? Labels[Random.Next(2)]));
        Tell($"{id} is there");
    }

    private void StartClient()
    {
        var node = $"c{_names++}";
        _clients.Add(node, new SimulatedClient(this, node));
    }

    private TimeSpan Milliseconds(int from, int to) => TimeSpan.FromMilliseconds(Random.Next(from, to));

    private sealed record CallPlan(
        string Method, string? Key, string Customer, string LimitKey, TimeSpan Takes, TimeSpan Timeout, TimeSpan Keep, TimeSpan? CancelAfter, int Priority, bool Listens, string Label = "", string Near = "", bool IsLarge = false);
}
