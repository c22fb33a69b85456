using Actors.Benchmarks;
using Actors.Benchmarks.Dataflow;
using Actors.Benchmarks.Engine;
using Actors.Benchmarks.Jobs;
using Actors.Benchmarks.Services;
using Actors.Benchmarks.Services.Peers;
using Actors.Benchmarks.Storage;

var sections = new Dictionary<string, Func<Task<Section>>>
{
    ["pingpong"] = () => Plain(PingPong.Measurements()),
    ["tell"] = () => Plain(TellThroughput.Measurements()),
    ["ask"] = () => Plain(AskRoundTrips.Measurements()),
    ["create"] = () => Plain(ActorCreation.Measurements()),
    ["start"] = () => Plain(SystemStart.Measurements()),
    ["storage"] = StorageSection.StartAsync,
    ["jobs"] = JobsSection.StartAsync,
    ["services"] = ServicesSection.StartAsync,
    ["dataflow"] = DataflowSection.StartAsync,
};

if (args is [ServingProcess.Word, var contact])
{
    await ServingProcess.ServeAsync(contact);
    return 0;
}

if (args is [HopProcess.Word, var next, var kind])
{
    HopProcess.Run(next, kind);
    return 0;
}

var options = BenchmarkOptions.Parse(args, sections.Keys);
if (options is null)
{
    Console.Error.WriteLine($"usage: Actors.Benchmarks [--json] [--only TEXT] all | {string.Join(" | ", sections.Keys)} ...");
    return 2;
}

var report = new Report(Console.Out, options.Json);
report.Begin();
foreach (var name in options.Sections)
{
    await using var section = await sections[name]();
    foreach (var measurement in section.Measurements.Where(options.Wants))
        report.Add(await measurement.MeasureAsync());
}

return 0;

static Task<Section> Plain(IEnumerable<Measurement> measurements) => Task.FromResult(new Section(measurements));
