using System.IO.Pipelines;

namespace Akka.Remote.Internal.Network;

/// <summary>One duplex byte stream to a peer. Bytes arrive at the sink; they leave by <see cref="Output"/>, which has one writer at a time.</summary>
internal abstract class NetworkConnection
{
    /// <summary>The other end as the network knows it, for log lines.</summary>
    public abstract string Peer { get; }

    public abstract PipeWriter Output { get; }

    /// <summary>Begins to read. Called once.</summary>
    public abstract void Start(IConnectionSink sink);

    /// <summary>Nothing more will be written: the peer reads to the end and closes.</summary>
    public abstract void FinishOutput();

    /// <summary>Ends both directions at once; bytes under way are lost. May be called often and from anywhere.</summary>
    public abstract void Abort();

    /// <summary>From now on this connection carries little, urgent traffic that must not wait for the thread pool. Called by the sink, while it takes bytes.</summary>
    public virtual void Prioritize()
    {
    }
}
