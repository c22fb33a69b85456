using Akka.Configuration.Hocon.Internal;

namespace Akka.Configuration.Hocon;

/// <summary>A document that was read. Its substitutions are resolved when its <see cref="Value"/> is first asked for, so that a document that includes it can supply them.</summary>
public class HoconRoot
{
    private Node? _resolved;

    internal HoconRoot(ParsedDocument parsed) => Parsed = parsed;

    internal ParsedDocument Parsed { get; }

    // Two threads may both resolve; they come to the same result.
    internal Node Resolved => _resolved ??= Parsed.Resolve();

    /// <exception cref="ConfigurationException">A required substitution has no value.</exception>
    public HoconValue Value => new(Resolved);
}
