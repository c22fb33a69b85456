using System.Globalization;
using System.Text;

namespace Actors.Cli.Remote;

/// <summary>
/// The shell scripts that do the work on a machine, as texts for the stdin of <c>sh -s</c>: there no login shell reads them, and nobody sees them in a list of processes.
/// </summary>
/// <param name="RemoteDir">Where everything is on each machine; relative to the home folder.</param>
/// <param name="Dotnet">The program that runs ours; empty: looked for.</param>
/// <param name="Wait">How long a node may take to be ready, or to end.</param>
internal sealed record RemoteScripts(string RemoteDir, string Dotnet, TimeSpan Wait)
{
    public const string Shell = "exec sh -s";

    private int Seconds => (int)Math.Max(1, Math.Ceiling(Wait.TotalSeconds));

    public string Look(RemoteNode node, ProgramFiles program) =>
        Compose("look", node, ("dotnet", Dotnet), ("program", program.Hash), ("frameworks", string.Join('\n', program.Frameworks)));

    public string Start(RemoteNode node, ProgramFiles program, string dotnet, string incoming, string secret) => Compose(
        "start", node, ("dotnet", dotnet), ("program", program.Hash), ("incoming", incoming), ("limit", Text(Seconds)), ("settings", node.SettingsText(secret).TrimEnd('\n')));

    public string Stop(RemoteNode node) => Compose("stop", node, ("limit", Text(Seconds)));

    public string Status(RemoteNode node) => Compose("status", node);

    /// <summary>The command that takes the program's archive on its stdin.</summary>
    public static string Unpack(string incoming) => $"exec tar -xzf - -C {ShellWords.Quote(incoming)}";

    private string Compose(string script, RemoteNode node, params (string Name, string Value)[] variables)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in variables.Prepend(("name", node.Name)).Prepend(("root", RemoteDir)))
            text.Append(name).Append('=').Append(ShellWords.Quote(value)).Append('\n');
        // All of it is read before any of it runs: a connection that breaks leaves no half of it done, and no command eats the rest of the script.
        return text.Append(Resource("common")).Append(Resource(script)).Append("main </dev/null\n").ToString();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Resource(string name)
    {
        using var stream = typeof(RemoteScripts).Assembly.GetManifestResourceStream(name + ".sh") ?? throw new InvalidOperationException($"no script {name}");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
