using Xunit;

// Most classes wait more than they work, so three of them share the two cores; those that work more are in BusyCollection, one after the other. QuietCollection runs by itself.
[assembly: CollectionBehavior(MaxParallelThreads = 3)]
[assembly: TestCollectionOrderer("Actors.Cluster.Tests.LongestFirst", "Actors.Cluster.Tests")]
