using Akka.Remote.Internal.Network;
using Akka.Simulation.Systems;

namespace Akka.Simulation.Network;

/// <summary>The network as one process sees it.</summary>
internal sealed class SimulatedNetwork(SimulatedSwitch hub, SimulatedProcess process) : INetwork
{
    public int Listen(string host, int port, Action<NetworkConnection> accepted)
    {
        hub.Listen(process, port, accepted);
        return port;
    }

    public void Dial(string host, int port, Action<NetworkConnection> connected, Action<Exception> failed) =>
        hub.Dial(process, host, port, connected, failed);

    public void Close() => hub.Close(process);
}
