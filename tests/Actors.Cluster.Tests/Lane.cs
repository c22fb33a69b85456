using Xunit;

// Each class starts processes of its own: one cluster at a time keeps two cores free enough for the time limits that the tests check.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
