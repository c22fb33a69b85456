using Actors.Services;

namespace Actors.Cli.Flows;

/// <summary>Where a running flow can be asked how it does, for other processes of the same user.</summary>
/// <param name="Flow">Its name.</param>
/// <param name="File">Where it is described.</param>
/// <param name="Pid">The process that runs it.</param>
/// <param name="Port">Where it listens, on loopback.</param>
/// <param name="Word">What to say to be told something: other users of the machine can connect too, but do not know it.</param>
/// <param name="Started">When, in ISO 8601.</param>
internal sealed record FlowRecord(string Flow, string File, int Pid, int Port, string Word, string Started)
{
    public RpcClient Connect() => Rpc.Connect($"127.0.0.1:{Port}");
}
