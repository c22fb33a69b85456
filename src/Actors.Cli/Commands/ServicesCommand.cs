using System.CommandLine;
using System.Text.Json;
using Actors.Cli.Internal;
using Actors.Cli.Output;
using Actors.Client;
using Actors.Services.Methods;

namespace Actors.Cli.Commands;

/// <summary><c>actors services</c>: what is served, by whom, and how much waits.</summary>
internal static class ServicesCommand
{
    public static Command Create(CommandHost host)
    {
        var name = new Argument<string>("NAME") { Description = "Only this service, with its methods and hosts", Arity = ArgumentArity.ZeroOrOne };
        var command = new TeachingCommand("services", "List the services and how much they have to do", "actors services", "actors services math", "actors services --json") { name, host.Verbose };
        host.OnCluster(command, (run, cloud) => ListAsync(run, cloud, run.Parsed.GetValue(name), run.Parsed.GetValue(host.Verbose)));
        return command;
    }

    private static async Task<int> ListAsync(CommandRun run, ComputeCloud cloud, string? name, bool isVerbose)
    {
        var all = (await cloud.Services.ListAsync(run.Cancel).ConfigureAwait(false)).Select(ServiceDocument.Of).ToList();
        var services = name == null ? all : all.Where(service => service.Service == name).ToList();
        if (name != null && services.Count == 0)
            throw new ActorsException(ErrorCodes.NoSuchService, $"nobody serves {Quote.Name(name)}; {Suggestion.For(name, all.Select(service => service.Service))}");
        if (run.Json) run.Out.WriteLine(JsonSerializer.Serialize(services, JsonShapes.Readable.IReadOnlyListServiceDocument));
        else if (name != null || isVerbose) foreach (var service in services) Describe(run, service);
        else WriteTable(run, services);
        return ExitCodes.Done;
    }

    private static void WriteTable(CommandRun run, List<ServiceDocument> services)
    {
        var table = new TextTable("SERVICE", "HOSTS", "VERSION", "QUEUED", "RUNNING", "COMPLETED", "FAILED");
        foreach (var service in services)
            table.Add(service.Service, service.Hosts.Count.ToString(), VersionsOf(service), service.Queued.ToString(), service.Running.ToString(), service.Completed.ToString(), service.Failed.ToString());
        run.Out.Write(table);
    }

    private static void Describe(CommandRun run, ServiceDocument service)
    {
        run.Out.WriteLine($"service   {service.Service}{(VersionsOf(service) is { Length: > 0 } version ? $"  {version}" : "")}");
        run.Out.WriteLine($"calls     {service.Queued} queued, {service.Running} running, {service.Completed} completed, {service.Failed} failed; broker {service.Broker}");
        foreach (var host in service.Hosts)
            run.Out.WriteLine($"host      {host.Host}  {host.Held} of {host.Window} calls, at {host.Address}{(host.Version.Length > 0 ? $", version {host.Version}" : "")}");
        foreach (var method in service.Methods)
            run.Out.WriteLine($"method    {method.Signature}{(method.Guarantee == "at-least-once" ? "  (may run again)" : "")}");
    }

    private static string VersionsOf(ServiceDocument service) => string.Join(',', service.Hosts.Select(host => host.Version).Where(version => version.Length > 0).Distinct().Order(StringComparer.Ordinal));
}
