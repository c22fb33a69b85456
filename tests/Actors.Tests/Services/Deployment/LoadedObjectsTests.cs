using System.Text;
using Actors.Services;
using Actors.Services.Deployment.Agents;
using Google.Protobuf;
using Xunit;

namespace Actors.Tests.Services.Deployment;

public sealed class LoadedObjectsTests : IDisposable
{
    private const string Name = "LoadedObjectsTests";
    private readonly List<string> _events = [];

    // The class is loaded once more, in a context of its own: it knows this test only by what the whole process shares.
    public LoadedObjectsTests() => AppContext.SetData(Name, _events);

    public void Dispose() => AppContext.SetData(Name, null);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void When_one_of_a_pool_cannot_be_made_those_before_it_are_disposed_of(bool disposingThrows)
    {
        var spec = new DeploymentSpec
        {
            Assembly = Path.GetFileName(typeof(Third).Assembly.Location),
            Type = typeof(Third).FullName,
            IsPool = true,
            Concurrency = 5,
            Arguments = ByteString.CopyFrom(Encoding.UTF8.GetBytes(disposingThrows ? "[true]" : "[false]")),
        };

        var failure = Assert.Throws<ActorsException>(() => LoadedObjects.Make(AppContext.BaseDirectory, spec));

        Assert.Contains("no third one", failure.Message, StringComparison.Ordinal);
        Assert.Equal(["made", "made", "ended", "ended"], _events);
    }

    /// <summary>Of which there are at most two.</summary>
    public sealed class Third : IDisposable
    {
        private readonly bool _disposingThrows;

        public Third(bool disposingThrows)
        {
            if (Events.Count == 2)
                throw new InvalidOperationException("no third one");
            Events.Add("made");
            _disposingThrows = disposingThrows;
        }

        private static List<string> Events => (List<string>)AppContext.GetData(Name)!;

        public int One() => 1;

        public void Dispose()
        {
            Events.Add("ended");
            if (_disposingThrows)
                throw new InvalidOperationException("nor an end");
        }
    }
}
