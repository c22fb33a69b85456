using Xunit;

namespace Actors.Cluster.Tests;

/// <summary>The classes that share one <see cref="AllInOne"/>: starting a node costs more than most of their tests.</summary>
[CollectionDefinition(Name)]
public sealed class AllInOneCollection : ICollectionFixture<AllInOne>
{
    public const string Name = "all in one";
}
