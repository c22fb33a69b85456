using System.Reflection;
using System.Text;
using Akka.Actor;
using Akka.Configuration;

namespace Actors.Services.Deployment.Agents;

/// <summary>How to start <c>actors serve</c> so that it finds this node, and is let in.</summary>
/// <param name="Command">The program and its first arguments; empty: there is none here.</param>
/// <param name="Contact">This node, as HOST:PORT.</param>
/// <param name="Access">Arguments that name files with the cluster's secret and with how to speak TLS, as far as there are such.</param>
/// <param name="Folder">Nobody else can look into it.</param>
/// <param name="Problem">Why there can be none; null: there can.</param>
internal sealed record ServeProgram(IReadOnlyList<string> Command, string Contact, IReadOnlyList<string> Access, string Folder, string? Problem)
{
    private const string OwnName = "Actors.Cli";
    private const string Tcp = "akka.remote.dot-netty.tcp";
    private const string Tls = "actors.engine.remote.tls";

    /// <param name="config">The node's settings.</param>
    /// <param name="self">The node's address.</param>
    /// <param name="folder">For what is secret.</param>
    public static ServeProgram Of(Config config, Address self, string folder)
    {
        IReadOnlyList<string> command = [.. config.GetStringList("actors.deployments.worker.program")];
        if (command.Count == 0)
            command = OwnCommand();
        var problem = HasTls(config) && !HasConfiguredCertificate(config) ? "this node's certificate was given to it by code, and its children cannot know it: deploy with isolation context, or name the certificate in the settings"
            : command.Count == 0 ? "this node's program is not actors, and actors.deployments.worker.program does not name one" : null;
        return new ServeProgram(command, $"{self.Host}:{self.Port}", problem is null ? AccessFiles(config, folder) : [], folder, problem);
    }

    private static bool HasTls(Config config) => config.GetBoolean($"{Tcp}.enable-ssl");

    private static bool HasConfiguredCertificate(Config config) =>
        !string.IsNullOrEmpty(config.GetString($"{Tcp}.ssl.certificate.path")) || config.GetBoolean($"{Tcp}.ssl.certificate.use-thumbprint-over-file");

    private static string[] OwnCommand()
    {
        if (Assembly.GetEntryAssembly() is not { } entry || entry.GetName().Name != OwnName || Environment.ProcessPath is not { } process)
            return [];
        return Path.GetFileNameWithoutExtension(process) == "dotnet" ? [process, entry.Location] : [process];
    }

    private static List<string> AccessFiles(Config config, string folder)
    {
        var arguments = new List<string>();
        if (config.GetString("actors.cluster.secret") is { Length: > 0 } secret)
            arguments.AddRange(["--secret-file", PrivateFile.Write(Path.Combine(folder, "secret"), Encoding.UTF8.GetBytes(secret))]);
        // Also without TLS: a child goes by no other settings that this node's surroundings may name.
        arguments.AddRange(["--config", PrivateFile.Write(Path.Combine(folder, "child.conf"), Encoding.UTF8.GetBytes(HasTls(config) ? TlsOf(config) : ""))]);
        return arguments;
    }

    /// <summary>With whole paths, as a child's folder is another.</summary>
    private static string TlsOf(Config config)
    {
        var changed = new StringBuilder();
        foreach (var path in (string[])[$"{Tcp}.ssl.certificate.path", $"{Tls}.certificate-authority"])
        {
            if (config.GetString(path) is { Length: > 0 } file)
                changed.AppendLine($"{path} = {Quoted(Path.GetFullPath(file))}");
        }

        return $$"""
            {{Tcp}}.enable-ssl = on
            {{Tcp}}.ssl {
            {{config.GetConfig($"{Tcp}.ssl")}}
            }
            {{Tls}} {
            {{config.GetConfig(Tls)}}
            }
            {{changed}}
            """;
    }

    private static string Quoted(string text) => $"\"{System.Text.Json.JsonEncodedText.Encode(text)}\"";
}
