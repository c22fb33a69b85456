using Akka.Configuration;

namespace Actors.Client;

/// <summary>How to start a cluster inside this process.</summary>
public sealed record EmbeddedOptions
{
    /// <summary>Each with all roles and a free port on loopback. Default 2: every object has two copies.</summary>
    public int Nodes { get; init; } = 2;

    /// <summary>Over the product's defaults, for all nodes.</summary>
    public Config Settings { get; init; } = Config.Empty;

    /// <summary>Where the nodes keep their data; it stays. Null: a temporary folder that is deleted at the end.</summary>
    public string? DataFolder { get; init; }

    /// <summary>Run jobs without a sandbox where none works, with a warning. Only for jobs that are one's own.</summary>
    public bool AllowNoSandbox { get; init; }

    /// <summary>Gets the warnings about the embedded cluster as a whole, a line each. Default: nobody.</summary>
    public Action<string> Warn { get; init; } = _ => { };
}
