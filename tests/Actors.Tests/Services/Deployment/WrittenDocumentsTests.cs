using Actors.Services;
using Actors.Services.Deployment;
using Actors.Services.Deployment.Planning;
using Google.Protobuf;
using Xunit;

namespace Actors.Tests.Services.Deployment;

public sealed class WrittenDocumentsTests
{
    private readonly WrittenDocuments _written = new();

    [Fact]
    public void The_latest_counts_whatever_comes_after_it()
    {
        Note("a", 5);
        Note("a", 7);
        Note("a", 6);
        _written.Note(new DeploymentView { Service = "a" }); // from a node that does not say it

        Assert.Equal(Revisions.ToWire(7), _written.LatestOf("a"));
        Assert.Equal(ByteString.Empty, _written.LatestOf("b"));
    }

    [Fact]
    public void Of_many_services_the_oldest_are_forgotten()
    {
        for (var i = 1; i <= 1001; i++)
            Note($"service {i}", (UInt128)i);

        Assert.True(_written.LatestOf("service 1").IsEmpty);
        Assert.Equal(Revisions.ToWire(1001), _written.LatestOf("service 1001"));
    }

    private void Note(string service, UInt128 document) => _written.Note(new DeploymentView { Service = service, Document = Revisions.ToWire(document) });
}
