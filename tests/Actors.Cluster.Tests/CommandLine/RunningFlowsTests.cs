using Actors.Cli.Flows;
using Xunit;

namespace Actors.Cluster.Tests.CommandLine;

public sealed class RunningFlowsTests
{
    // Those who tidy up temporary files may be quicker.
    [Fact]
    public void A_flow_that_ends_needs_no_folder_any_more()
    {
        var folder = Directory.CreateTempSubdirectory("actors-test-");
        var path = Path.Combine(folder.FullName, "flows");
        var entry = new RunningFlows(path).Add(new FlowRecord("it", "it.conf", Environment.ProcessId, 1, "word", "2026-01-01T00:00:00Z"));
        Assert.Single(new RunningFlows(path).List());
        folder.Delete(recursive: true);
        entry.Dispose();
    }
}
