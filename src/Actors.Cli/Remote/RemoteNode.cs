using System.Text;
using Actors.Configuration;

namespace Actors.Cli.Remote;

/// <summary>One node of the plan: where it runs, what it does, and its settings.</summary>
/// <param name="Host">How to reach the machine.</param>
/// <param name="Name">Unique in the plan: the node's name and its folder on the machine.</param>
/// <param name="Roles">What it does.</param>
/// <param name="IsSeed">Do others join by it?</param>
/// <param name="Address">By which the others reach it.</param>
/// <param name="Port">0: a free one.</param>
/// <param name="Settings">PATH=VALUE, later ones over earlier ones; all but the secret.</param>
internal sealed record RemoteNode(HostEntry Host, string Name, IReadOnlyList<string> Roles, bool IsSeed, string Address, int Port, IReadOnlyList<string> Settings)
{
    private const string SecretPath = "actors.cluster.secret";

    /// <summary>The node's settings file. The secret is in it, and nowhere else.</summary>
    public string SettingsText(string secret)
    {
        var text = new StringBuilder("# Written by 'actors cluster start', which writes it anew each time: change the hosts file instead.\n");
        foreach (var setting in Settings)
        {
            var equals = setting.IndexOf('=');
            text.Append(setting[..equals].Trim()).Append(" = ").Append(NodeConfiguration.AsHocon(setting[(equals + 1)..].Trim())).Append('\n');
        }

        // Quoted in any case: it is a text, whatever it looks like.
        return text.Append(SecretPath).Append(" = \"").Append(secret.Replace("\\", @"\\").Replace("\"", "\\\"")).Append("\"\n").ToString();
    }

    /// <summary>Finds here what the node would complain about there.</summary>
    /// <exception cref="ActorsException">A setting is wrong.</exception>
    public void Check()
    {
        try
        {
            var configuration = NodeConfiguration.Load([], [.. Settings, $"{SecretPath}=x"]);
            configuration.Check(new SettingSchema("actors", ReferenceConfig.Text));
        }
        catch (ActorsException mistake)
        {
            throw new ActorsException(mistake.Code, $"{Host.Place}: {mistake.Message}", mistake);
        }
    }
}
