using Xunit;

// Most classes wait more than they work, so two of them share the two cores. Those that need both for themselves are in QuietCollection.
[assembly: CollectionBehavior(MaxParallelThreads = 2)]
