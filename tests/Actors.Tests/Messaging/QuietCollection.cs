using Xunit;

namespace Actors.Tests.Messaging;

/// <summary>Tests that measure time, or start many actor systems, run when no others do.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class QuietCollection
{
    public const string Name = "quiet";
}
