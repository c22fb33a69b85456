using Xunit;

namespace Actors.Cluster.Tests;

/// <summary>Classes that could keep two cores busy on their own: never two of them at a time.</summary>
[CollectionDefinition(Name)]
public sealed class BusyCollection
{
    public const string Name = "busy";
}
