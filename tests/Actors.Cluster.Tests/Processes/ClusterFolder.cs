namespace Actors.Cluster.Tests.Processes;

/// <summary>A temporary folder with nodes that live in it: all end with it.</summary>
public sealed class ClusterFolder : IAsyncDisposable
{
    public static readonly TimeSpan CommandLimit = TimeSpan.FromSeconds(60);

    private readonly List<ActorsNode> _nodes = [];

    public string Folder { get; } = Directory.CreateTempSubdirectory("actors-cluster-").FullName;

    public IReadOnlyList<ActorsNode> Nodes => _nodes;

    public ActorsNode Add(string name, string profile, string seed, params string[] settings)
    {
        var node = new ActorsNode(name, profile, Folder, seed, settings);
        _nodes.Add(node);
        return node;
    }

    public string Write(string name, string content)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllText(path, content);
        return path;
    }

    public string Write(string name, byte[] content)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    /// <summary>Runs <c>actors ... --connect</c> to a node.</summary>
    public Task<CommandResult> RunAsync(ActorsNode node, params string[] arguments)
    {
        // Options come before a -- that passes the rest on.
        var rest = Array.IndexOf(arguments, "--") is >= 0 and var at ? at : arguments.Length;
        return ActorsProcess.RunAsync(Folder, CommandLimit, [.. arguments[..rest], "--connect", node.Contact, .. arguments[rest..]]);
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_nodes.Select(node => node.DisposeAsync().AsTask()));
        Directory.Delete(Folder, recursive: true);
    }
}
