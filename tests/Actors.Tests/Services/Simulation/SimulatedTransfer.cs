using Actors.Services.Calls;
using Actors.Services.Hosts;
using Google.Protobuf;

namespace Actors.Tests.Services.Simulation;

/// <summary>What clients and hosts say to each other about large values, in the place of links: who wants one asks for it every second until it comes, or ten have passed.</summary>
internal static class SimulatedTransfer
{
    public const int Tries = 10;

    public static readonly TimeSpan AgainAfter = TimeSpan.FromSeconds(1);

    public sealed record PullArguments(HeldCall For);

    public sealed record Arguments(HeldCall For, ByteString Bytes);

    public sealed record NoArguments(HeldCall For);

    public sealed record PullReply(FetchThis Fetch);

    public sealed record Reply(FetchThis Fetch, ByteString Value);
}
