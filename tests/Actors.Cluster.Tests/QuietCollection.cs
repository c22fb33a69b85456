using Xunit;

namespace Actors.Cluster.Tests;

/// <summary>Classes that run by themselves, when all others are done: they check the design's time limits.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class QuietCollection
{
    public const string Name = "quiet";
}
