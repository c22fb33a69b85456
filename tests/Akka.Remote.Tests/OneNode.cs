using Akka.Actor;

namespace Akka.Remote.Tests;

/// <summary>One actor system with remoting, ended with the test.</summary>
public sealed class OneNode(string name, string config = "") : IAsyncDisposable
{
    public ActorSystem System { get; } = TwoNodes.Start(name, config);

    public async ValueTask DisposeAsync() => await System.Terminate().WaitAsync(TwoNodes.Soon);
}
