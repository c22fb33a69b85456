using Akka.Actor;

namespace Akka.Cluster.Tools.Tests;

/// <summary>Answers with its node's port and the message; passes on what it hears to a listener.</summary>
public sealed class Echo : UntypedActor
{
    private readonly Action<object>? _heard;

    public Echo()
    {
    }

    public Echo(Action<object> heard)
    {
        _heard = heard;
    }

    protected override void OnReceive(object message)
    {
        _heard?.Invoke(message);
        Sender.Tell($"{Cluster.Get(Context.System).SelfAddress.Port}:{message}");
    }
}
