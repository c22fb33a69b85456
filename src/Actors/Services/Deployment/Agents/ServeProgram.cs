using System.Reflection;
using Akka.Actor;
using Akka.Configuration;

namespace Actors.Services.Deployment.Agents;

/// <summary>How to start <c>actors serve</c> so that it finds this node.</summary>
/// <param name="Command">The program and its first arguments; empty: there is none here.</param>
/// <param name="Contact">This node, as HOST:PORT.</param>
/// <param name="SecretFile">Null: the cluster has no secret.</param>
/// <param name="Problem">Why there can be none; null: there can.</param>
internal sealed record ServeProgram(IReadOnlyList<string> Command, string Contact, string? SecretFile, string? Problem)
{
    private const string OwnName = "Actors.Cli";

    /// <param name="config">The node's settings.</param>
    /// <param name="self">The node's address.</param>
    /// <param name="folder">For the secret; nobody else can look into it.</param>
    public static ServeProgram Of(Config config, Address self, string folder)
    {
        IReadOnlyList<string> command = [.. config.GetStringList("actors.deployments.worker.program")];
        if (command.Count == 0)
            command = OwnCommand();
        var problem = config.GetBoolean("akka.remote.dot-netty.tcp.enable-ssl") ? "processes of their own cannot speak TLS with their node yet: deploy with isolation context"
            : command.Count == 0 ? "this node's program is not actors, and actors.deployments.worker.program does not name one" : null;
        var secret = config.GetString("actors.cluster.secret");
        return new ServeProgram(command, $"{self.Host}:{self.Port}", problem is not null || string.IsNullOrEmpty(secret) ? null : Write(secret, folder), problem);
    }

    private static string[] OwnCommand()
    {
        if (Assembly.GetEntryAssembly() is not { } entry || entry.GetName().Name != OwnName || Environment.ProcessPath is not { } process)
            return [];
        return Path.GetFileNameWithoutExtension(process) == "dotnet" ? [process, entry.Location] : [process];
    }

    private static string Write(string secret, string folder)
    {
        var file = Path.Combine(folder, "secret");
        File.WriteAllText(file, secret);
        return file;
    }
}
