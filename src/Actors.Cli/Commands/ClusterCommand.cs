using System.CommandLine;
using Actors.Cli.Internal;
using Actors.Cli.Remote;

namespace Actors.Cli.Commands;

/// <summary><c>actors cluster</c>: nodes on other machines, by ssh.</summary>
internal static class ClusterCommand
{
    public static Command Create(CommandHost host) => new TeachingCommand(
        "cluster", "Run nodes on other machines, reached by ssh", "actors cluster start --hosts hosts.txt", "actors cluster stop --hosts hosts.txt")
    {
        Start(host), Status(host), Stop(host),
    };

    private static TeachingCommand Start(CommandHost host)
    {
        var options = new RemoteOptions("How long a node may take to be ready", TimeSpan.FromSeconds(60));
        var dotnet = new Option<string>("--dotnet") { Description = "The program dotnet on the machines. Default: looked for", HelpName = "PATH", DefaultValueFactory = _ => "" };
        var program = new Option<string>("--program") { Description = "The folder of the built program to copy. Default: this one's", HelpName = "FOLDER", DefaultValueFactory = _ => AppContext.BaseDirectory };
        var settings = new Option<string[]>("--set") { Description = "One setting of all nodes, below those in the hosts file", HelpName = "PATH=VALUE" };
        dotnet.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var value }] && (value.Length == 0 || value.StartsWith('-') || value.Any(char.IsControl)))
                result.AddError("expected the path of a program for --dotnet");
        });
        var command = new TeachingCommand(
            "start",
            "Copy the program to the machines and start a node on each; what runs already is left alone",
            "printf 'admin@node{1..3}\\n' > hosts.txt            one host a line; the first is the seed",
            "actors cluster start --hosts hosts.txt",
            "actors cluster start --hosts hosts.txt --dry-run",
            "actors cluster start --hosts hosts.txt --identity ~/.ssh/cluster --dotnet /opt/dotnet/dotnet",
            "actors ls --connect node1:4053 --secret-file hosts.txt.secret") { dotnet, program, settings };
        foreach (var option in options.All) command.Add(option);
        host.On(command, run =>
        {
            var plan = options.PlanIn(run.Parsed, run.Parsed.GetValue(settings) ?? []);
            var files = ProgramFiles.In(run.Parsed.GetValue(program)!);
            var scripts = options.ScriptsIn(run.Parsed, run.Parsed.GetValue(dotnet)!);
            if (options.IsDryIn(run.Parsed)) return Print(run, DryRun.Start(plan, options.SshIn(run.Parsed), scripts.RemoteDir, files));
            var given = host.SecretIn(run);
            var secret = ClusterSecret.Of(options.HostsIn(run.Parsed), given);
            var view = new ClusterView(run, plan, ClusterAim.Running, given == null ? ClusterSecret.FileBeside(options.HostsIn(run.Parsed)) : null);
            return view.ShowAsync(Cluster(options, run, plan, scripts, view).StartAsync(files, secret, run.Cancel));
        });
        return command;
    }

    private static TeachingCommand Stop(CommandHost host)
    {
        var options = new RemoteOptions("How long a node may take to leave", TimeSpan.FromSeconds(30));
        var command = new TeachingCommand(
            "stop", "Let the nodes leave the cluster and end; program and data stay on the machines", "actors cluster stop --hosts hosts.txt");
        foreach (var option in options.All) command.Add(option);
        host.On(command, run =>
        {
            var plan = options.PlanIn(run.Parsed, []);
            if (options.IsDryIn(run.Parsed)) return Print(run, DryRun.Script(plan, options.SshIn(run.Parsed), "stop"));
            var view = new ClusterView(run, plan, ClusterAim.Stopped, null);
            return view.ShowAsync(Cluster(options, run, plan, options.ScriptsIn(run.Parsed), view).StopAsync(run.Cancel));
        });
        return command;
    }

    private static TeachingCommand Status(CommandHost host)
    {
        var options = new RemoteOptions();
        var command = new TeachingCommand("status", "Say of each node whether it runs; exit code 1 unless all do", "actors cluster status --hosts hosts.txt --json");
        foreach (var option in options.All) command.Add(option);
        host.On(command, run =>
        {
            var plan = options.PlanIn(run.Parsed, []);
            if (options.IsDryIn(run.Parsed)) return Print(run, DryRun.Script(plan, options.SshIn(run.Parsed), "status"));
            var view = new ClusterView(run, plan, ClusterAim.Running, null);
            return view.ShowAsync(Cluster(options, run, plan, options.ScriptsIn(run.Parsed), view).StatusAsync(run.Cancel));
        });
        return command;
    }

    private static RemoteCluster Cluster(RemoteOptions options, CommandRun run, ClusterPlan plan, RemoteScripts scripts, ClusterView view) =>
        new(plan, options.SshIn(run.Parsed), scripts, options.ParallelIn(run.Parsed), SshProcess.RunAsync) { Progress = view.Progress, Reported = view.Reported };

    private static Task<int> Print(CommandRun run, IEnumerable<string> lines)
    {
        foreach (var line in lines) run.Out.WriteLine(line);
        return Task.FromResult(ExitCodes.Done);
    }
}
