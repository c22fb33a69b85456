namespace Actors.Cli.Remote;

/// <summary>One host of a hosts file, as it was written.</summary>
/// <param name="Place">FILE:LINE, for messages.</param>
/// <param name="User">Whom to log in as; null leaves it to ssh.</param>
/// <param name="Host">What ssh is to be given: a name, an address, or an alias of ssh's own configuration.</param>
/// <param name="SshPort">Null leaves it to ssh.</param>
internal sealed record HostEntry(string Place, string? User, string Host, int? SshPort)
{
    /// <summary>A name of <see cref="NodeProfiles"/>; null lets the plan choose.</summary>
    public string? Profile { get; init; }

    /// <summary>The node's name and folder; null makes one of the host's name.</summary>
    public string? Name { get; init; }

    /// <summary>The name or address by which the other nodes reach the machine; null: the same as for ssh.</summary>
    public string? Address { get; init; }

    /// <summary>The port that the node listens on.</summary>
    public int? Port { get; init; }

    /// <summary>Settings of this node, PATH=VALUE.</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];
}
