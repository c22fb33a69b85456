using Actors.Benchmarks;
using Actors.Benchmarks.Engine;

var sections = new Dictionary<string, Func<IEnumerable<Measurement>>>
{
    ["pingpong"] = PingPong.Measurements,
    ["tell"] = TellThroughput.Measurements,
    ["ask"] = AskRoundTrips.Measurements,
    ["create"] = ActorCreation.Measurements,
    ["start"] = SystemStart.Measurements,
};

var chosen = args is ["all"] ? [.. sections.Keys] : args;
if (chosen.Length == 0 || chosen.Any(name => !sections.ContainsKey(name)))
{
    Console.Error.WriteLine($"usage: Actors.Benchmarks all | {string.Join(" | ", sections.Keys)} ...");
    return 2;
}

Console.WriteLine($".NET {Environment.Version}, {Environment.ProcessorCount} processors, {(System.Runtime.GCSettings.IsServerGC ? "server" : "workstation")} GC\n");
Report.Header(Console.Out);
foreach (var name in chosen)
    foreach (var measurement in sections[name]())
        await Report.RunAsync(measurement, Console.Out);
return 0;
