namespace Actors.Cli.Remote;

/// <summary>Says what a command would do, as commands that one could type. Secrets are left out.</summary>
internal static class DryRun
{
    public static IEnumerable<string> Start(ClusterPlan plan, SshOptions ssh, string remoteDir, ProgramFiles program)
    {
        foreach (var node in plan.Nodes.OrderBy(node => node != plan.First))
        {
            yield return $"# {node.Name} ({node.Host.Place}): {string.Join(", ", node.Roles)}{(node == plan.First ? "; the first seed: it starts before the others" : node.IsSeed ? "; a seed" : "")}";
            yield return Line(ssh, node, RemoteScripts.Shell) + " < look.sh      # finds dotnet; is the node running, is the program there?";
            yield return Line(ssh, node, RemoteScripts.Unpack($"{remoteDir}/program/.incoming-XXXXXX")) + $" < program.tar.gz      # {program.Paths.Count} files, unless {program.Hash} is there";
            yield return Line(ssh, node, RemoteScripts.Shell) + " < start.sh     # with these settings:";
            foreach (var line in node.SettingsText("...").TrimEnd('\n').Split('\n').Skip(1)) yield return "#   " + line;
        }
    }

    public static IEnumerable<string> Script(ClusterPlan plan, SshOptions ssh, string script) =>
        plan.Nodes.Select(node => Line(ssh, node, RemoteScripts.Shell) + $" < {script}.sh      # {node.Name}");

    private static string Line(SshOptions ssh, RemoteNode node, string command) => "ssh " + ShellWords.Command(ssh.Arguments(node.Host, command));
}
