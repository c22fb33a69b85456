using Xunit;
using Xunit.Abstractions;

namespace Actors.Cluster.Tests;

/// <summary>The collections of several classes begin first: what takes long, and begins last, is what all wait for.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderByDescending(collection => collection.DisplayName == BusyCollection.Name).ThenBy(collection => collection.CollectionDefinition is null);
}
