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

    /// <summary>
    /// Run jobs without a sandbox where none works, with one warning. For the demo's own scripts; programs that trust their jobs say so by name, with
    /// <c>actors.jobs.sandbox = none</c>.
    /// </summary>
    internal bool FallsBackToNoSandbox { get; init; }

    /// <summary>Gets the warnings about the embedded cluster as a whole, a line each. Default: nobody.</summary>
    public Action<string> Warn { get; init; } = _ => { };
}
