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
        Words.MustNotBeEmpty(name, "the name of the service");
        var command = new TeachingCommand(
            "services",
            "List what is served, by how many hosts, and how many calls wait (QUEUED) and run. DEPLOYED says how many of the wanted instances serve, and whether something is failing or waits for a node: actors services NAME says what",
            "actors services",
            "actors services math             its deployment, what is wrong with it, its hosts and methods",
            "actors services math --json      for programs: settled is true when all that is wanted serves",
            "actors push --help               has the cluster serve a class; actors serve --help does so itself") { name, host.Verbose };
        host.OnCluster(command, (run, cloud) => ListAsync(run, cloud, run.Parsed.GetValue(name), run.Parsed.GetValue(host.Verbose)));
        return command;
    }

    private static async Task<int> ListAsync(CommandRun run, ComputeCloud cloud, string? name, bool isVerbose)
    {
        var all = await AllAsync(run, cloud).ConfigureAwait(false);
        var services = name == null ? all : all.Where(service => service.Service == name).ToList();
        if (name != null && services.Count == 0)
            throw new ActorsException(ErrorCodes.NoSuchService, $"nobody serves {Quote.Name(name)}; {Suggestion.For(name, all.Select(service => service.Service))}");
        if (run.Json) run.Out.WriteLine(JsonSerializer.Serialize(services, JsonShapes.Readable.IReadOnlyListServiceDocument));
        else if (name != null || isVerbose) foreach (var service in services) Describe(run, service);
        else WriteTable(run, services);
        return ExitCodes.Done;
    }

    private static async Task<IReadOnlyList<ServiceDocument>> AllAsync(CommandRun run, ComputeCloud cloud)
    {
        var served = (await cloud.Services.ListAsync(run.Cancel).ConfigureAwait(false)).Select(ServiceDocument.Of).ToList();
        var deployed = (await cloud.Services.ListDeploymentsAsync(run.Cancel).ConfigureAwait(false)).ToDictionary(view => view.Service);
        return
        [
            .. served.Select(service => deployed.Remove(service.Service, out var view) ? service with { Deployment = DeploymentDocument.Of(view) } : service)
                .ToList().Concat(deployed.Values.Select(ServiceDocument.Of)).OrderBy(service => service.Service, StringComparer.Ordinal),
        ];
    }

    private static void WriteTable(CommandRun run, IReadOnlyList<ServiceDocument> services)
    {
        var table = new TextTable("SERVICE", "HOSTS", "VERSION", "QUEUED", "RUNNING", "COMPLETED", "FAILED", "DEPLOYED");
        foreach (var service in services)
            table.Add(service.Service, service.Hosts.Count.ToString(), VersionsOf(service), service.Queued.ToString(), service.Running.ToString(), service.Completed.ToString(), service.Failed.ToString(), Deployed(service));
        run.Out.Write(table);
    }

    private static void Describe(CommandRun run, ServiceDocument service)
    {
        run.Out.WriteLine($"service   {service.Service}{(VersionsOf(service) is { Length: > 0 } version ? $"  {version}" : "")}");
        run.Out.WriteLine($"calls     {service.Queued} queued, {service.Running} running, {service.Completed} completed, {service.Failed} failed; broker {service.Broker}");
        if (service.Deployment is { } deployment) Describe(run, deployment);
        foreach (var host in service.Hosts)
            run.Out.WriteLine($"host      {host.Host}  {host.Held} of {host.Window} calls, at {host.Address}{(host.Version.Length > 0 ? $", version {host.Version}" : "")}{(host.Labels.Count > 0 ? $", labels {string.Join(", ", host.Labels)}" : "")}");
        foreach (var method in service.Methods)
            run.Out.WriteLine($"method    {method.Signature}{(method.Guarantee == "at-least-once" ? "  (may run again)" : "")}");
    }

    private static void Describe(CommandRun run, DeploymentDocument deployment)
    {
        run.Out.WriteLine($"deployed  {DeploymentOutput.Share(deployment)} instances{(deployment.Version.Length > 0 ? $" of version {deployment.Version}" : "")}, in a {deployment.Isolation} each"
            + (deployment.Min < deployment.Max ? $", {deployment.Min} to {deployment.Max} of them as the queue wants" : "") + (deployment.Labels.Count > 0 ? $", on nodes with {string.Join(", ", deployment.Labels)}" : ""));
        if (deployment.Problem.Length > 0) run.Out.WriteLine($"problem   {deployment.Problem.ReplaceLineEndings(" ")}");
        foreach (var instance in deployment.Instances)
            run.Out.WriteLine($"instance  {instance.Instance}  {instance.State}, at {instance.Node}, version {instance.Version}{(instance.Restarts > 0 ? $", started again {instance.Restarts} times" : "")}");
    }

    private static string Deployed(ServiceDocument service) =>
        service.Deployment is { } deployment ? $"{DeploymentOutput.Share(deployment)}{(deployment.Min < deployment.Max ? $" ({deployment.Min}-{deployment.Max})" : "")}{(deployment.Problem.Length == 0 ? "" : deployment.Failing || deployment.Instances.Count > 0 ? " failing" : " waiting")}" : "";

    private static string VersionsOf(ServiceDocument service) => string.Join(',', service.Hosts.Select(host => host.Version).Where(version => version.Length > 0).Distinct().Order(StringComparer.Ordinal));
}
